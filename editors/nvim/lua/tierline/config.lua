-- `vim.g.tierline`: a table, or a function that returns one. What is wrong is named and left out.
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
local schema = {
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

local client_only = { 'cmd', 'window', 'review', 'preview', 'reviewKeys', 'answerKeys' }

local defaults = {
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
  for name in vim.spairs(defaults[group]) do
    table.insert(schema, row(group .. '.' .. name, key, 'a key, or false'))
  end
end

local function validate(path, value, check, expected)
  local name = 'vim.g.tierline.' .. path
  if vim.fn.has('nvim-0.11') == 1 then
    return pcall(vim.validate, name, value, check, expected)
  end
  return pcall(vim.validate, { [name] = { value, check, expected } })
end

local function set(settings, keys, value)
  for i = 1, #keys - 1 do
    settings[keys[i]] = settings[keys[i]] or {}
    settings = settings[keys[i]]
  end
  settings[keys[#keys]] = value
end

--- Every leaf of `raw`, by path; a group ('budget') is walked into if it is a table.
local function leaves(raw, prefix, found)
  for key, value in pairs(raw) do
    local path = prefix .. tostring(key)
    local group = vim.iter(schema):any(function(entry)
      return vim.startswith(entry.path, path .. '.')
    end)
    if group and type(value) == 'table' then
      leaves(value, path .. '.', found)
    else
      found[path] = value
    end
  end
  return found
end

--- Check what the user wrote.
---@param raw any
---@return table settings  those that hold
---@return string[] problems  one line for each value that was left out
function M.parse(raw)
  if type(raw) == 'function' then
    raw = raw()
  end
  if raw == nil then
    return {}, {}
  end
  if type(raw) ~= 'table' then
    return {}, { 'vim.g.tierline: expected a table or a function that returns one, got ' .. type(raw) }
  end
  local settings, problems, known = {}, {}, {}
  local found = leaves(raw, '', {})
  for _, entry in ipairs(schema) do
    known[entry.path] = true
    local value = found[entry.path]
    if value ~= nil then
      local ok, problem = validate(entry.path, value, entry.check, entry.expected)
      if ok then
        set(settings, vim.split(entry.path, '.', { plain = true }), value)
      else
        problems[#problems + 1] = tostring(problem):gsub('^.-:%d+: ', '')
      end
    end
  end
  for path in vim.spairs(found) do
    if not known[path] then
      problems[#problems + 1] = ('vim.g.tierline.%s: there is no such setting'):format(path)
    end
  end
  return settings, problems
end

--- The settings with defaults, problems left out. Read anew at each call: nothing to invalidate.
---@return table settings, string[] problems
function M.get()
  local settings, problems = M.parse(vim.g.tierline)
  return vim.tbl_deep_extend('keep', settings, defaults), problems
end

--- The section `tierline` that the server pulls by workspace/configuration.
---@param override? table  what vim.lsp.config('tierline', { settings = … }) says; it wins
---@return table
function M.server_settings(override)
  local settings = M.parse(vim.g.tierline)
  for _, name in ipairs(client_only) do
    settings[name] = nil
  end
  settings = vim.tbl_deep_extend('force', settings, override or {})
  return next(settings) and settings or vim.empty_dict()
end

return M
