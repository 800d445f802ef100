-- From the user's wish to the request.
local client = require('tierline.client')
local config = require('tierline.config')
local diagnostics = require('tierline.diagnostics')
local jobs = require('tierline.jobs')
local kinds = require('tierline.kinds')
local report = require('tierline.report')
local request = require('tierline.request')
local say = require('tierline.say')
local targets = require('tierline.target')

local M = {}

--- Give the request the name that its chunks will bear, and leave an edit to the review if there is to be one.
local function finished(job, argument, words)
  local reviewed = not kinds.readable[job.kind] and config.get().review ~= 'apply'
  return vim.tbl_extend('force', argument, {
    id = jobs.name(job),
    instruction = words ~= '' and words or nil,
    apply = not reviewed,
  })
end

--- Begin, with the instruction that the kind may need. An empty one: the comments in the selection are it.
local function launch(job, instruction)
  local function with(words)
    local plain = job.argument
    job.argument = function(server)
      local argument = plain(server)
      return argument and finished(job, argument, words)
    end
    request.begin(job)
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
    return range
      and {
        uri = uri,
        range = range,
        kind = kind,
        tier = tier,
        prompt = prompt,
        diagnostics = diagnostics.within(target.buf, range, server.offset_encoding),
      }
  end
end

---@class tierline.Wish
---@field kind string
---@field range? integer[]  first and last line, 1-based, inclusive
---@field instruction? string  nil: asked for if the kind needs one
---@field tier? string
---@field prompt? string  name of a prompt file
---@field asks? boolean  whether that needs an instruction
---@field target? tierline.Target  instead of the range
---@field buf? integer

--- Start a task on the current buffer.
---@param wish tierline.Wish
function M.start(wish)
  local buf = wish.buf or vim.api.nvim_get_current_buf()
  local refusal = targets.refusal(buf, not kinds.readable[wish.kind])
  if refusal then
    if wish.target then
      targets.clear(wish.target)
    end
    return say.error(refusal)
  end
  local target = wish.target or targets.mark(wish.range)
  launch({
    kind = wish.kind,
    buf = buf,
    uri = vim.uri_from_bufnr(buf),
    target = target,
    asks = wish.asks,
    argument = argument_of(wish.kind, target, wish.tier, wish.prompt),
  }, wish.instruction)
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
---@param wish tierline.Wish
function M.route(wish)
  local buf = vim.api.nvim_get_current_buf()
  local refusal = targets.refusal(buf, false)
  if refusal then
    return say.error(refusal)
  end
  local target = targets.mark(wish.range)
  client.with(buf, true, function(problem, server)
    local argument = server and argument_of(wish.kind, target)(server)
    targets.clear(target)
    if not argument then
      return say.error(problem or 'the buffer was closed')
    end
    argument.instruction = wish.instruction ~= '' and wish.instruction or nil
    client.execute(server, 'tierline.route', argument, function(err, route)
      if err then
        return say.error(err.message)
      end
      say.info(report.route(route))
    end, buf)
  end)
end

return M
