-- `:checkhealth tierline`: what is here by ourselves, the rest by the server's own doctor.
local M = {}

local health = vim.health

local levels = { ok = 'ok', warn = 'warn', fail = 'error', info = 'info' }

--- Of the doctor's topics those that tell a user of Neovim something, and what we call them.
local topics = {
  tierline = 'server',
  libraries = 'libraries',
  settings = "server's settings file",
  key = 'key',
  network = 'network',
  ['free models'] = 'free models',
  snapshot = 'models',
  ledger = 'ledger',
  log = 'log',
}

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

--- The doctor exits with another status than 0 where something is wrong: what it says counts.
local function check_doctor(cmd)
  local result = run(program(cmd, 'doctor', '--json'), 60000)
  local understood, report = pcall(vim.json.decode, result.stdout or '')
  if not understood or type(report.checks) ~= 'table' then
    return health.warn('`tierline doctor` could not be asked: ' .. vim.trim(result.stderr or ''))
  end
  local simulated = vim.list_contains(cmd, '--sandbox')
  for _, check in ipairs(report.checks) do
    local name = topics[check.topic]
    if name then
      -- The simulation needs neither.
      local needless = simulated and (check.topic == 'key' or check.topic == 'network')
      local level = needless and 'info' or levels[check.level] or 'info'
      local advice = check.todo ~= ''
          and not needless
          and (level == 'warn' or level == 'error')
          and { check.todo }
        or nil
      health[level](('%s: %s'):format(name, check.said), advice)
    end
  end
end

local function check_session()
  local client = require('tierline.client').get()
  if not client then
    return health.info('the server is not running; it starts at the first `:Tierline`')
  end
  health.ok(('the server is running (client %d)'):format(client.id))
  local status = require('tierline.status').current
  if not status then
    return
  elseif status.state == 'noKey' then
    health.warn(
      'the running server has no OpenRouter key',
      { ':Tierline key hands one over; see |tierline-key|' }
    )
  elseif status.simulated then
    health.info('the answers are simulated (--sandbox)')
  end
  local free = status.freeLimits
  local most = type(free.perDay) == 'number' and tostring(free.perDay) or '50 or 1000, by your account'
  health.info(('free models: %d requests today (UTC), of %s'):format(free.today, most))
end

function M.check()
  health.start('tierline')
  if vim.fn.has('nvim-0.10') == 1 then
    health.ok('Neovim ' .. tostring(vim.version()))
  else
    return health.error('Neovim 0.10 or newer is needed')
  end
  local settings = check_settings()
  if check_server(settings.cmd) then
    check_session()
    check_doctor(settings.cmd)
  end
end

return M
