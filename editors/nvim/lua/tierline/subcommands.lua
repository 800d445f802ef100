-- What `:Tierline` can do beside tasks: one function each, of the command's options and the words behind its name.
local say = require('tierline.say')

local M = {}

M.tiers = { 'auto', 'minimum', 'default', 'maximum' }

--- First and last line, as the user command tells them; nil where none were given.
---@param opts table  as nvim_create_user_command() hands it over
---@return integer[]?
function M.range_of(opts)
  return opts.range > 0 and { opts.line1, opts.line2 } or nil
end

--- Ask the server something that needs no document, and hand over its answer; an error is told.
local function ask(command, argument, callback)
  local client = require('tierline.client')
  client.with(vim.api.nvim_get_current_buf(), false, function(problem, server)
    if problem then
      return say.error(problem)
    end
    client.execute(server, command, argument, function(err, result)
      if err then
        return say.error(err.message)
      end
      callback(result)
    end)
  end)
end

--- For what only a running server can know: not worth starting one.
local function ask_if_running(command, argument, callback)
  if require('tierline.client').get() then
    ask(command, argument, callback)
  else
    say.info('nothing has been asked yet')
  end
end

local function show(name, title, text)
  local views = require('tierline.view')
  local view = views.create(name, true)
  views.set_text(view, text)
  views.set_title(view, title)
  views.show(view, true)
end

local function cancel()
  if require('tierline.request').cancel() > 0 then
    return
  end
  ask_if_running('tierline.cancel', vim.empty_dict(), function(result)
    say.info(result.cancelled > 0 and ('cancelled %d'):format(result.cancelled) or 'nothing is running')
  end)
end

local function why()
  local status = require('tierline.status').current
  local last = status and status.last
  say.info(type(last) == 'table' and require('tierline.report').why(last) or 'nothing has been asked yet')
end

local function refresh()
  say.info('reading prices and benchmarks')
  ask('tierline.refresh', vim.empty_dict(), function(report)
    if report.written == vim.NIL or report.written == nil then -- nil: on 0.10
      return say.warn(
        ('the models of %s stay: %s'):format(report.since, table.concat(report.objections, '; '))
      )
    end
    say.info(('the models of %s are in force; see :Tierline models'):format(report.asOf))
  end)
end

local function route(opts, words)
  local kind, instruction = words:match('^(%S*)%s*(.*)$')
  require('tierline.task').route({
    kind = kind ~= '' and kind or 'explain',
    instruction = instruction,
    range = M.range_of(opts),
  })
end

local function tier(_, mode)
  if mode == '' then
    local status = require('tierline.status').current
    return say.info(status and 'tier: ' .. status.tierMode or 'the server is not started yet')
  elseif not vim.list_contains(M.tiers, mode) then
    return say.error(('there is no tier %q; say one of %s'):format(mode, table.concat(M.tiers, ', ')))
  end
  ask('tierline.setTier', { tier = mode }, function(status)
    require('tierline.status').update(status)
    say.info('tier: ' .. status.tierMode .. ' for this session')
  end)
end

local function models()
  ask('tierline.models', nil, function(found)
    show('models', 'models', require('tierline.report').models(found))
  end)
end

local function usage()
  ask_if_running('tierline.usage', nil, function(spent)
    say.info(require('tierline.report').usage(spent))
  end)
end

local function key(opts)
  require('tierline.key')[opts.bang and 'forget' or 'ask']()
end

--- Of the answer in review at the cursor, else of the one that this window shows, else of this file's newest.
local function kept(name)
  return function()
    local answer = require('tierline.decide').answer()
    require('tierline.kept')[name](answer and answer.id)
  end
end

--- By name.
---@type table<string, fun(opts: table, words: string)>
M.all = {
  again = kept('again'),
  apply = kept('apply'),
  cancel = cancel,
  discard = kept('discard'),
  key = key,
  last = function()
    require('tierline.kept').last()
  end,
  models = models,
  refresh = refresh,
  route = route,
  tier = tier,
  up = kept('up'),
  usage = usage,
  why = why,
}

return M
