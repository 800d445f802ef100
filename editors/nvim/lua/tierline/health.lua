-- `:checkhealth tierline`
local M = {}

local health = vim.health

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

--- The command line up to `serve`, asked for its version.
local function version_command(cmd)
  local command = {}
  for _, word in ipairs(cmd) do
    if word == 'serve' then
      break
    end
    command[#command + 1] = word
  end
  return vim.list_extend(command, { '--version' })
end

local function check_server(cmd)
  local path = vim.fn.exepath(cmd[1])
  if path == '' then
    health.error(('%q is not on the PATH'):format(cmd[1]), {
      'pipx install ~/src/tierline (the folder of your clone)',
      "or say where it is: vim.g.tierline = { cmd = { '/path/to/tierline', 'serve' } }",
    })
    return
  end
  local command = version_command(cmd)
  local started, process = pcall(vim.system, command, { text = true })
  local result = started and process:wait(10000) or { code = -1, stderr = tostring(process) }
  if result.code == 0 then
    health.ok(('%s: %s'):format(path, vim.trim(result.stdout)))
  else
    health.error(('`%s` failed: %s'):format(table.concat(command, ' '), vim.trim(result.stderr or '')))
  end
end

local function check_session()
  local client = require('tierline.client').get()
  if not client then
    return health.info('the server is not running; it starts at the first `:Tierline`')
  end
  local status = require('tierline.status').current
  health.ok(('the server is running (client %d)'):format(client.id))
  if status and status.state == 'noKey' then
    health.warn('the running server has no OpenRouter key', {
      'set OPENROUTER_API_KEY in the environment Neovim is started from',
    })
  elseif status and status.simulated then
    health.info('the answers are simulated (--sandbox)')
  end
end

local function check_key()
  -- Where the key comes from, never the key.
  if (vim.env.OPENROUTER_API_KEY or '') ~= '' then
    health.ok('key: from the environment variable OPENROUTER_API_KEY')
  else
    health.warn('key: OPENROUTER_API_KEY is not set in the environment of Neovim', {
      'without a key only the simulation answers: cmd = { "tierline", "serve", "--sandbox" }',
    })
  end
end

function M.check()
  health.start('tierline')
  if vim.fn.has('nvim-0.10') == 1 then
    health.ok('Neovim ' .. tostring(vim.version()))
  else
    return health.error('Neovim 0.10 or newer is needed')
  end
  local settings = check_settings()
  check_server(settings.cmd)
  check_session()
  check_key()
end

return M
