-- `:checkhealth tierline`: what is here by ourselves, the rest by the server's own doctor.
local M = {}

local health = vim.health

local levels = { ok = 'ok', warn = 'warn', fail = 'error', info = 'info' }

--- Of the doctor's topics those that tell a user of Neovim something, under our headings and by our names.
local headings = {
  { 'tierline: OpenRouter', { key = 'key', network = 'network', ['free models'] = 'free models' } },
  {
    'tierline: this machine',
    {
      tierline = 'server',
      libraries = 'libraries',
      settings = "server's settings file",
      snapshot = 'models',
      ledger = 'ledger',
      log = 'log',
    },
  },
}

--- The simulation works without these.
local online = { key = true, network = true }

local function check_settings()
  local settings, problems = require('tierline.config').get()
  for _, problem in ipairs(problems) do
    health.warn(problem .. ' (ignored)')
  end
  if #problems == 0 then
    health.ok('vim.g.tierline is ' .. (vim.g.tierline == nil and 'not set (defaults)' or 'valid'))
  end
  return settings
end

--- The command line up to `serve`: what comes before is the program, in whatever it is wrapped.
local function program(cmd, ...)
  local command = {}
  for _, word in ipairs(cmd) do
    if word == 'serve' then
      break
    end
    command[#command + 1] = word
  end
  return vim.list_extend(command, { ... })
end

local function run(command, within_ms)
  local started, process = pcall(vim.system, command, { text = true })
  return started and process:wait(within_ms) or { code = -1, stdout = '', stderr = tostring(process) }
end

local function check_server(cmd)
  local path = vim.fn.exepath(cmd[1])
  if path == '' then
    health.error(('%q is not on the PATH'):format(cmd[1]), {
      'pipx install ~/src/tierline (the folder of your clone)',
      "or say where it is: vim.g.tierline = { cmd = { '/path/to/tierline', 'serve' } }",
    })
    return false
  end
  local command = program(cmd, '--version')
  local result = run(command, 20000)
  if result.code ~= 0 then
    health.error(('`%s` failed: %s'):format(table.concat(command, ' '), vim.trim(result.stderr or '')))
    return false
  end
  health.ok(('%s: %s'):format(path, vim.trim(result.stdout)))
  return true
end

--- What the doctor finds, and whether it found a key. Where something is wrong its exit status is not 0; what it
--- says holds.
local function ask_doctor(cmd)
  local result = run(program(cmd, 'doctor', '--json'), 60000)
  local understood, report = pcall(vim.json.decode, result.stdout or '')
  if not understood or type(report.checks) ~= 'table' then
    health.warn('`tierline doctor` could not be asked: ' .. vim.trim(result.stderr or ''))
    return {}, false
  end
  return report.checks,
    vim.iter(report.checks):any(function(check)
      return check.topic == 'key' and check.facts.source ~= nil
    end)
end

local function tell(check, name, needless)
  local level = needless and 'info' or levels[check.level] or 'info'
  local said = needless and 'not needed, for the answers are simulated' or check.said
  local advice = (level == 'warn' or level == 'error') and check.todo ~= '' and { tostring(check.todo) }
    or nil
  health[level](('%s: %s'):format(name, said), advice)
end

--- Requests to free models today: as OpenRouter tells (that is among the doctor's), else by our own count.
local function tell_free(cmd, status)
  local free = status and status.freeLimits
  if free and type(free.spentUntilS) == 'number' then
    return health.warn(
      'free models: used up until ' .. os.date('%H:%M', free.spentUntilS),
      { '`:Tierline tier default` asks paid models, for this session' }
    )
  end
  local today, most = free and free.today, free and free.perDay
  if not free then
    local result = run(program(cmd, 'usage', '--json'), 20000)
    local understood, usage = pcall(vim.json.decode, result.stdout or '')
    if not understood then
      return health.warn(
        "free models: today's requests can not be counted: " .. vim.trim(result.stderr or '')
      )
    end
    -- Before the first task nothing is there to be counted.
    today = usage.now and usage.now.freeRequests or 0
  end
  most = type(most) == 'number' and tostring(most) or '50, or 1000 once $10 were paid in'
  health.info(('free models: %d request%s today (UTC), of %s'):format(today, today == 1 and '' or 's', most))
end

--- Where the doctor found no key, the running server may have been handed one; only that knows.
local function tell_key(check, status)
  if status and status.state ~= 'noKey' then
    health.ok('key: handed over by `:Tierline key`, until the server ends')
  else
    health.error(
      'key: ' .. check.said,
      { ':Tierline key hands one over; see |tierline-key|', tostring(check.todo) }
    )
  end
end

local function check_doctor(cmd, status)
  local checks, found = ask_doctor(cmd)
  local simulated = vim.list_contains(cmd, '--sandbox')
  for _, heading in ipairs(headings) do
    local title, topics = unpack(heading)
    health.start(title)
    for _, check in ipairs(checks) do
      local name = topics[check.topic]
      if name and check.topic == 'key' and not found and not simulated then
        tell_key(check, status)
      elseif name then
        tell(check, name, simulated and online[check.topic] and check.level == 'fail')
      end
    end
    local told = vim.iter(checks):any(function(check)
      return check.topic == 'free models'
    end)
    if topics['free models'] and not told then
      tell_free(cmd, status)
    end
  end
end

--- What the running server says of itself; nil where none runs.
---@return tierline.Status?
local function check_session()
  local client = require('tierline.client').get()
  local status = client and require('tierline.status').current
  if not client then
    health.info('the server is not running; it starts at the first `:Tierline`')
  elseif not status then
    health.ok(('the server is running (client %d)'):format(client.id))
  else
    health.ok(
      ('the server is running (client %d): tier %s, %s in this session, %s today%s'):format(
        client.id,
        status.tierMode,
        require('tierline.report').cost(status.sessionCostUsd),
        require('tierline.report').cost(status.dayCostUsd),
        status.simulated and ', simulated' or ''
      )
    )
  end
  return status
end

function M.check()
  health.start('tierline')
  if vim.fn.has('nvim-0.10') == 0 then
    return health.error('Neovim 0.10 or newer is needed')
  end
  local version = vim.version() ---@diagnostic disable-line: call-non-callable
  health.ok('Neovim ' .. tostring(version))
  local settings = check_settings()
  if check_server(settings.cmd) then
    check_doctor(settings.cmd, check_session())
  end
end

return M
