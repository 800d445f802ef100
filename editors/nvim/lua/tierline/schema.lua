-- Every setting: its path, what it may be, and its default where the client has one.
local M = {}

local function one_of(...)
  local words = { ... }
  return function(value)
    return vim.list_contains(words, value)
  end,
    'one of ' .. table.concat(words, ', ')
end

local function list_of_strings(value)
  return vim.islist(value) and vim.iter(value):all(function(item)
    return type(item) == 'string'
  end)
end

local function seconds(value)
  return type(value) == 'number' and value > 0
end

local function amount(value)
  return type(value) == 'number' and value >= 0
end

local function share(value)
  return amount(value) and value <= 1
end

local function whole(value)
  return amount(value) and value % 1 == 0
end

local function row(path, check, expected)
  return { path = path, check = check, expected = expected }
end

--- A key, or false: the action has none.
local function key(value)
  return value == false or (type(value) == 'string' and value ~= '')
end

local command = {
  function(value)
    return list_of_strings(value) and #value > 0
  end,
  'a list of strings',
}

--- What a rule holds is checked by the server, which names what is wrong with it and uses the others.
local function list_of_rules(value)
  return vim.islist(value)
    and vim.iter(value):all(function(item)
      return type(item) == 'string' or type(item) == 'table'
    end)
end

---@class tierline.When  all that are named must hold; of a list, one
---@field language? string|string[]
---@field kind? string|string[]
---@field path? string|string[]  patterns as in .gitignore
---@field lines? { atLeast?: integer, below?: integer }
---@field complexity? string|string[]
---@field importance? 'normal'|'critical'
---@field prototyping? boolean
---@field timeOfDay? { from: string, to: string }  HH:MM, local time
---@field weekday? string|string[]
---@field budgetLeftBelowUsd? number
---@field budgetUsedAbove? number  0 to 1

---@class tierline.Rule
---@field name string
---@field when tierline.When
---@field tier 'minimum'|'default'|'maximum'
---@field reason? string

---@alias tierline.RuleEntry tierline.Rule|string|{ off: string }

---@type { path: string, check: string|function, expected: string? }[]
M.rows = {
  row('cmd', unpack(command)),
  row('window', one_of('split', 'vsplit', 'float')),
  row('review', one_of('hunks', 'diff', 'apply')),
  row('preview', 'boolean'),
  row('tier', one_of('auto', 'minimum', 'default', 'maximum')),
  row('costConcern', one_of('normal', 'high')),
  row('escalate', one_of('auto', 'ask', 'off')),
  row('whenFreeIsOut', one_of('ask', 'default', 'fail')),
  row('privacy.dataCollection', one_of('allow', 'deny')),
  row('privacy.zdr', 'boolean'),
  row('budget.perTaskUsd', amount, 'dollars, 0 or more'),
  row('budget.perSessionUsd', amount, 'dollars, 0 or more'),
  row('budget.perDayUsd', amount, 'dollars, 0 or more'),
  row('budget.perMonthUsd', amount, 'dollars, 0 or more'),
  row('budget.usedAbove', share, 'a share of 0 to 1'),
  row('maskSecrets', one_of('on', 'off')),
  row('sendIgnored', one_of('never', 'ask')),
  row('confirmEdits', one_of('on', 'off')),
  row('reviewDiagnostics', one_of('on', 'off')),
  row('judge', one_of('off', 'free')),
  row('contextTokens.minimum', whole, 'a whole number of tokens'),
  row('contextTokens.default', whole, 'a whole number of tokens'),
  row('contextTokens.maximum', whole, 'a whole number of tokens'),
  row('cache.minutes', amount, 'a number, 0 or more'),
  row('cache.megabytes', amount, 'a number, 0 or more'),
  row('logLevel', one_of('debug', 'info', 'warning', 'error', 'off')),
  row('refresh', one_of('daily', 'off')),
  row('learning', one_of('on', 'off')),
  row('timeLimits.connectS', seconds, 'seconds, more than 0'),
  row('timeLimits.firstTokenS', seconds, 'seconds, more than 0'),
  row('timeLimits.stallS', seconds, 'seconds, more than 0'),
  row('timeLimits.totalS', seconds, 'seconds, more than 0'),
  row('rules', list_of_rules, 'a list of rules, names of rules and { off = name }'),
  row('projectRules', one_of('lowerOnly', 'use', 'ignore')),
  row('criticalPaths', list_of_strings, 'a list of globs'),
  row('prototypePaths', list_of_strings, 'a list of globs'),
  row('models.minimum', list_of_strings, 'a list of model ids'),
  row('models.default', list_of_strings, 'a list of model ids'),
  row('models.maximum', list_of_strings, 'a list of model ids'),
}

--- Not the server's.
M.client_only = { 'cmd', 'window', 'review', 'preview', 'reviewKeys', 'answerKeys' }

M.defaults = {
  cmd = { 'tierline', 'serve' },
  window = 'split',
  review = 'hunks',
  preview = true,
  -- In Normal mode all of them are free: no motion is called o, r, u or = alone.
  reviewKeys = {
    accept = 'do',
    reject = 'dr',
    acceptAll = 'dO',
    rejectAll = 'dR',
    next = ']c',
    previous = '[c',
    up = 'du',
    diff = 'd=',
  },
  answerKeys = { close = 'q', ask = 'a', copy = 'c', insert = 'i', up = 'u' },
}

for _, group in ipairs({ 'reviewKeys', 'answerKeys' }) do
  for name in vim.spairs(M.defaults[group]) do
    table.insert(M.rows, row(group .. '.' .. name, key, 'a key, or false'))
  end
end

return M
