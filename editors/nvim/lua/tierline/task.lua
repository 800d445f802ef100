-- From the user's wish to the request, and from its reply to the outcome.
local client = require('tierline.client')
local jobs = require('tierline.jobs')
local kinds = require('tierline.kinds')
local outcome = require('tierline.outcome')
local report = require('tierline.report')
local say = require('tierline.say')
local targets = require('tierline.target')

local M = {}

local REQUEST_CANCELLED = -32800

local function on_reply(job, err, result)
  if not jobs.is_running(job) then
    return
  elseif not err then
    outcome.succeeded(job, result)
  elseif err.code == REQUEST_CANCELLED then
    outcome.cancelled(job)
  else
    outcome.failed(job, err.message)
  end
end

-- Neovim never calls the handler of a request that was answered with RequestCancelled. It does tell that the
-- request is complete, and calls the handler (if it will at all) right after that.
vim.api.nvim_create_autocmd('LspRequest', {
  group = vim.api.nvim_create_augroup('tierline.task', {}),
  callback = function(args)
    local data = args.data
    if data.request.type ~= 'complete' then
      return
    end
    for _, job in ipairs(jobs.all()) do
      if job.client_id == data.client_id and job.request_id == data.request_id then
        vim.schedule(function()
          outcome.cancelled(job)
        end)
      end
    end
  end,
})

local function send(job, problem, server)
  if not jobs.is_running(job) then
    return -- cancelled while the server started
  elseif problem then
    return outcome.failed(job, problem)
  end
  local argument = job.argument(server)
  if not argument then
    return outcome.failed(job, 'the buffer was closed before the task was sent')
  end
  job.client_id = server.id
  job.request_id = client.execute(server, 'tierline.run', argument, function(err, result)
    on_reply(job, err, result)
  end, job.buf)
  if not job.request_id then
    outcome.failed(job, 'the server has ended; repeat the command to start it again')
  end
end

--- Begin, with the instruction that the kind may need. An empty one: the comments in the selection are it.
local function launch(job, instruction)
  local function with(words)
    local plain = job.argument
    job.argument = function(server)
      local argument = plain(server)
      return argument and vim.tbl_extend('force', argument, { instruction = words ~= '' and words or nil })
    end
    jobs.begin(job)
    client.with(job.buf, true, function(problem, server)
      send(job, problem, server)
    end)
  end
  if instruction or not (job.asks or kinds.instructed[job.kind]) then
    return with(instruction or '')
  end
  vim.ui.input({ prompt = ('Tierline %s: '):format(job.kind) }, function(words)
    if words then
      with(words)
    elseif job.target then
      targets.clear(job.target)
    end
  end)
end

local function argument_of(kind, target, tier, prompt)
  local uri = vim.uri_from_bufnr(target.buf)
  return function(server)
    local range = targets.lsp_range(target, server.offset_encoding)
    return range and { uri = uri, range = range, kind = kind, tier = tier, prompt = prompt }
  end
end

--- Start a task on the current buffer.
---@param opts { kind: string, range?: integer[], instruction?: string, tier?: string, prompt?: string, asks?: boolean, target?: tierline.Target, buf?: integer }
function M.start(opts)
  local buf = opts.buf or vim.api.nvim_get_current_buf()
  local refusal = targets.refusal(buf, not kinds.readable[opts.kind])
  if refusal then
    if opts.target then
      targets.clear(opts.target)
    end
    return say.error(refusal)
  end
  local target = opts.target or targets.mark(opts.range)
  launch({
    kind = opts.kind,
    buf = buf,
    uri = vim.uri_from_bufnr(buf),
    target = target,
    asks = opts.asks,
    argument = argument_of(opts.kind, target, opts.tier, opts.prompt),
  }, opts.instruction)
end

--- Start what a code action of the server asks for.
---@param command lsp.Command
---@param ctx lsp.HandlerContext
function M.from_code_action(command, ctx)
  local argument = command.arguments[1]
  launch({
    kind = argument.kind,
    buf = ctx.bufnr,
    uri = argument.uri,
    argument = function()
      return argument
    end,
  }, argument.instruction)
end

--- Tell which tier and model would answer, and why; nothing is sent to a model.
---@param opts { kind: string, range?: integer[], instruction?: string }
function M.route(opts)
  local buf = vim.api.nvim_get_current_buf()
  local refusal = targets.refusal(buf, false)
  if refusal then
    return say.error(refusal)
  end
  local target = targets.mark(opts.range)
  client.with(buf, true, function(problem, server)
    local argument = server and argument_of(opts.kind, target)(server)
    targets.clear(target)
    if not argument then
      return say.error(problem or 'the buffer was closed')
    end
    argument.instruction = opts.instruction ~= '' and opts.instruction or nil
    client.execute(server, 'tierline.route', argument, function(err, route)
      if err then
        return say.error(err.message)
      end
      say.info(report.route(route))
    end, buf)
  end)
end

--- Cancel all tasks. Those that are sent end when the server says so.
---@return integer  how many
function M.cancel()
  local all = jobs.all()
  local server
  for _, job in ipairs(all) do
    if job.request_id then
      server = vim.lsp.get_client_by_id(job.client_id)
    else
      outcome.cancelled(job)
    end
  end
  if server then
    -- First the server's own command, which stops the model; a cancelled request alone need not reach the
    -- command behind it. Then the request, so that it ends even where the command found nothing to stop.
    client.execute(server, 'tierline.cancel', vim.empty_dict(), function()
      for _, job in ipairs(all) do
        if jobs.is_running(job) then
          client.call(server, 'cancel_request', job.request_id)
        end
      end
    end)
  end
  return #all
end

--- The server's process has ended.
---@param client_id integer
function M.on_exit(client_id)
  for _, job in ipairs(jobs.all()) do
    if job.client_id == client_id then
      outcome.failed(job, 'the server ended; repeat the command to start it again (:LspLog may say why)')
    end
  end
end

return M
