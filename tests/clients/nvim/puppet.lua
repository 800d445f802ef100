-- A Neovim without any plugin, which does as a test tells it over a socket: see tests/support/puppet.py.
--   nvim --clean --headless -c 'luafile puppet.lua'
local root, command = vim.env.PUPPET_ROOT, vim.json.decode(vim.env.PUPPET_SERVER)
local socket = assert(vim.uv.new_tcp())
local client, answer
local buffers = {}

vim.o.swapfile = false
vim.o.hidden = true

local function send(message)
  socket:write(vim.json.encode(message) .. '\n')
end

local function tell(event, more)
  send(vim.tbl_extend('force', { event = event }, more or {}))
end

-- What the user sees is told, and goes on to Neovim's own handler.
local function told(method, event, shown)
  return function(err, params, ctx)
    tell(event, shown(params))
    return vim.lsp.handlers[method](err, params, ctx)
  end
end

vim.ui.select = function(items, options, choose)
  local titles = vim.tbl_map(options.format_item or tostring, items)
  tell('question', { message = options.prompt, titles = titles })
  for index, title in ipairs(titles) do
    if title == answer then
      return choose(items[index], index)
    end
  end
  choose(nil)
end

vim.api.nvim_create_autocmd('LspRequest', {
  callback = function(event)
    local request = event.data.request
    if request.method == 'workspace/executeCommand' and request.type == 'pending' then
      client.last = event.data.request_id
    end
  end,
})
vim.api.nvim_create_autocmd('LspProgress', {
  callback = function(event)
    local value = event.data.params.value
    client.token = event.data.params.token
    tell('progress', { kind = value.kind, message = value.message })
  end,
})
vim.api.nvim_create_autocmd('DiagnosticChanged', {
  callback = function(event)
    local found = vim.tbl_map(function(d)
      return d.message
    end, event.data.diagnostics)
    tell('diagnostics', { path = vim.api.nvim_buf_get_name(event.buf), messages = found })
  end,
})

local function start(buffer)
  local id = vim.lsp.start({
    name = 'tierline',
    cmd = command,
    root_dir = root,
    settings = vim.json.decode(vim.env.PUPPET_SETTINGS),
    handlers = {
      ['tierline/status'] = function(_, status)
        tell('status', { status = status })
      end,
      ['tierline/finished'] = function(_, finished)
        tell('finished', { state = finished.state })
      end,
      ['window/showMessage'] = told('window/showMessage', 'message', function(params)
        return { message = params.message }
      end),
      ['window/showDocument'] = told('window/showDocument', 'shown', function(params)
        return { uri = params.uri }
      end),
    },
    on_exit = function()
      vim.schedule(function()
        tell('exit')
      end)
    end,
  }, { bufnr = buffer })
  assert(vim.wait(60000, function()
    local started = vim.lsp.get_client_by_id(id)
    return started and started.initialized
  end))
  client = client or { lsp = vim.lsp.get_client_by_id(id) }
end

-- Where `text` stands: rows and byte columns from 0; the end is behind it.
local function place(buffer, text)
  local whole = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), '\n')
  local first = assert(whole:find(text, 1, true), 'not in the buffer: ' .. text)
  local function at(offset)
    local before = whole:sub(1, offset)
    local _, rows = before:gsub('\n', '')
    return { rows, #before:match('[^\n]*$') }
  end
  return at(first - 1), at(first - 1 + #text)
end

local function act(buffer, from, to, title)
  -- As marks are counted: rows from 1, the end included.
  vim.lsp.buf.code_action({
    range = { start = { from[1] + 1, from[2] }, ['end'] = { to[1] + 1, math.max(to[2] - 1, 0) } },
    apply = true,
    filter = function(action)
      return vim.startswith(action.title, title)
    end,
  })
end

local does = {}

function does.open(told)
  vim.cmd.edit(vim.fn.fnameescape(told.path))
  local buffer = vim.api.nvim_get_current_buf()
  buffers[told.path] = buffer
  vim.api.nvim_buf_attach(buffer, false, {
    on_lines = function()
      tell('changed', { path = told.path })
    end,
  })
  vim.bo[buffer].filetype = 'python'
  start(buffer)
  return client.lsp.offset_encoding
end

function does.text(told)
  local buffer = vim.fn.bufadd(told.path)
  vim.fn.bufload(buffer)
  local ending = ({ dos = '\r\n', mac = '\r', unix = '\n' })[vim.bo[buffer].fileformat]
  local lines = vim.api.nvim_buf_get_lines(buffer, 0, -1, true)
  return table.concat(lines, ending) .. (vim.bo[buffer].endofline and ending or '')
end

function does.act(told)
  vim.cmd.buffer(buffers[told.path])
  local from, to = place(0, told.select)
  act(0, from, to, told.title)
end

function does.replace(told)
  local from, to = place(buffers[told.path], told.old)
  vim.api.nvim_buf_set_text(buffers[told.path], from[1], from[2], to[1], to[2], vim.split(told.new, '\n'))
end

function does.undo(told)
  vim.cmd.buffer(buffers[told.path])
  vim.cmd('silent undo')
end

function does.command(told)
  local arguments = { command = told.command, arguments = { told.argument } }
  local reply = assert(client.lsp:request_sync('workspace/executeCommand', arguments, 60000))
  return assert(not reply.err and reply.result, reply.err and reply.err.message)
end

function does.cancel(told)
  if told.how == 'request' then
    client.lsp:cancel_request(client.last)
  else
    client.lsp:notify('window/workDoneProgress/cancel', { token = client.token })
  end
end

function does.choose(told)
  answer = told.title
end

function does.settings(told)
  client.lsp.settings = told.settings
  client.lsp:notify('workspace/didChangeConfiguration', { settings = told.settings })
end

local function obey(line)
  local told = vim.json.decode(line)
  local well, result = pcall(does[told['do']], told)
  send(well and { id = told.id, result = result } or { id = told.id, error = tostring(result) })
end

local unread = ''
socket:connect('127.0.0.1', tonumber(vim.env.PUPPET_PORT), function(err)
  assert(not err, err)
  socket:read_start(vim.schedule_wrap(function(_, data)
    if not data then
      vim.cmd('qall!')
    end
    unread = unread .. data
    -- What is obeyed may wait, and let more be read meanwhile.
    while unread:find('\n') do
      local line, rest = unread:match('^([^\n]*)\n(.*)$')
      unread = rest
      obey(line)
    end
  end))
end)
