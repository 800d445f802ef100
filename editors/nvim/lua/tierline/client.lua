-- Start the server, wait for it, and speak to it alike on 0.10 and later.
local say = require('tierline.say')

local M = {}

---@alias tierline.WithClient fun(problem: string?, client: any)  a vim.lsp.Client; nil where there is a problem

---@type table<integer, tierline.WithClient[]>  by client id
local waiting = {}

--- 0.11 made the client's functions methods; on 0.10 they take no self.
---@param client vim.lsp.Client
---@param name string  'request', 'notify', 'cancel_request', 'is_stopped', …
function M.call(client, name, ...)
  if vim.fn.has('nvim-0.11') == 1 then
    return client[name](client, ...)
  end
  return client[name](...)
end

---@param client vim.lsp.Client
---@return boolean
function M.reusable(client)
  return client.name == 'tierline' and not M.call(client, 'is_stopped')
end

--- The running client, started and initialized; nil if there is none.
---@return vim.lsp.Client?
function M.get()
  return vim.iter(vim.lsp.get_clients({ name = 'tierline' })):find(M.reusable)
end

--- The table of lsp/tierline.lua; on 0.11+ with the user's vim.lsp.config() merged in.
---@return table
local function resolve_config(buf)
  local config
  if vim.fn.has('nvim-0.11') == 1 then
    config = vim.deepcopy((vim.lsp.config --[[@as table]]).tierline)
  else
    config = dofile(vim.api.nvim_get_runtime_file('lsp/tierline.lua', false)[1])
  end
  config.name = 'tierline'
  if type(config.root_dir) ~= 'string' then
    config.root_dir = vim.fs.root(buf, config.root_markers or { '.git' })
  end
  return config
end

local function start(config, buf, attach)
  local opts = { bufnr = buf, reuse_client = M.reusable }
  if attach then
    return vim.lsp.start(config, opts)
  elseif vim.fn.has('nvim-0.11') == 1 then
    return vim.lsp.start(config, vim.tbl_extend('error', opts, { attach = false }))
  end
  ---@diagnostic disable-next-line: deprecated
  return vim.lsp.start_client(config)
end

--- Hand over a client that is ready (and attached to `buf`, if wanted). Starts the server at first use.
---@param buf integer
---@param attach boolean  false: the command needs no document
---@param callback tierline.WithClient
function M.with(buf, attach, callback)
  local running = M.get()
  if running and running.initialized and (not attach or vim.lsp.buf_is_attached(buf, running.id)) then
    return callback(nil, running)
  end
  local config = resolve_config(buf)
  local program = type(config.cmd) == 'table' and config.cmd[1]
  if not running and program and vim.fn.executable(program) == 0 then
    return callback(
      ("the server's program %q was not found: install it (`pipx install` in its clone), "):format(program)
        .. 'or say where it is in vim.g.tierline.cmd (see :checkhealth tierline)'
    )
  end
  if not running then
    for _, problem in ipairs(select(2, require('tierline.config').get())) do
      say.warn(problem)
    end
  end
  -- A second server must not start while the first one does: 0.10 has no reuse without attaching.
  local id = not attach and next(waiting) or start(config, buf, attach) ---@type integer?
  local client = id and vim.lsp.get_client_by_id(id)
  if not client then
    callback('the server could not be started: see :checkhealth tierline')
  elseif client.initialized then
    callback(nil, client)
  else
    waiting[id] = waiting[id] or {}
    table.insert(waiting[id], callback)
  end
end

--- Called by on_init. The buffers get their didOpen right after it, hence the schedule.
---@param client vim.lsp.Client
function M.ready(client)
  vim.schedule(function()
    local callbacks = waiting[client.id] or {}
    waiting[client.id] = nil
    for _, callback in ipairs(callbacks) do
      callback(nil, client)
    end
  end)
end

--- Called when the server's process has ended: nobody may wait for it any longer.
---@param client_id integer
---@param code integer  exit status
function M.gone(client_id, code)
  local callbacks = waiting[client_id] or {}
  waiting[client_id] = nil
  for _, callback in ipairs(callbacks) do
    callback(('the server ended with status %d while it started: see :checkhealth tierline'):format(code))
  end
  require('tierline.request').on_exit(client_id)
  require('tierline.status').update(nil)
end

--- Run one of the server's commands.
---@param client vim.lsp.Client
---@param command string  'tierline.models', …
---@param argument table?  nil: the command takes none
---@param callback fun(err: lsp.ResponseError?, result: any)
---@param buf? integer  whose pending changes the server must have seen
---@return integer? request_id  nil: the server is gone
function M.execute(client, command, argument, callback, buf)
  local params = { command = command, arguments = argument and { argument } }
  local ok, id = M.call(client, 'request', 'workspace/executeCommand', params, callback, buf)
  return ok and id or nil
end

return M
