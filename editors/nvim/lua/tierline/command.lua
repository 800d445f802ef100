-- `:Tierline {task} [instruction…]` and its subcommands.
local kinds = require('tierline.kinds')

local M = {}

local TIERS = { 'auto', 'minimum', 'default', 'maximum' }

local function range_of(opts)
  return opts.range > 0 and { opts.line1, opts.line2 } or nil
end

--- Ask the server something that needs no document, and hand over its answer; an error is told.
local function ask(command, argument, callback)
  local client, say = require('tierline.client'), require('tierline.say')
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
    require('tierline.say').info('nothing has been asked yet')
  end
end

local function show(name, title, text)
  local views = require('tierline.view')
  local view = views.create(name)
  views.set_text(view, text)
  views.set_title(view, title)
  views.show(view, true)
end

local subcommands = {}

function subcommands.cancel()
  if require('tierline.request').cancel() > 0 then
    return
  end
  ask_if_running('tierline.cancel', vim.empty_dict(), function(result)
    require('tierline.say').info(
      result.cancelled > 0 and ('cancelled %d'):format(result.cancelled) or 'nothing is running'
    )
  end)
end

function subcommands.why()
  local status = require('tierline.status').current
  local last = status and status.last
  local known = type(last) == 'table'
  require('tierline.say').info(known and require('tierline.report').why(last) or 'nothing has been asked yet')
end

function subcommands.refresh()
  local say = require('tierline.say')
  say.info('reading prices and benchmarks')
  ask('tierline.refresh', vim.empty_dict(), function(report)
    if report.written == vim.NIL then
      return say.warn(('the models of %s stay: %s'):format(report.since, table.concat(report.objections, '; ')))
    end
    say.info(('the models of %s are in force; see :Tierline models'):format(report.asOf))
  end)
end

function subcommands.route(opts, words)
  local kind, instruction = words:match('^(%S*)%s*(.*)$')
  require('tierline.task').route({
    kind = kind ~= '' and kind or 'explain',
    instruction = instruction,
    range = range_of(opts),
  })
end

function subcommands.tier(_, mode)
  local say = require('tierline.say')
  if mode == '' then
    local status = require('tierline.status').current
    return say.info(status and 'tier: ' .. status.tierMode or 'the server is not started yet')
  elseif not vim.list_contains(TIERS, mode) then
    return say.error(('there is no tier %q; say one of %s'):format(mode, table.concat(TIERS, ', ')))
  end
  ask('tierline.setTier', { tier = mode }, function(status)
    require('tierline.status').update(status)
    say.info('tier: ' .. status.tierMode .. ' for this session')
  end)
end

function subcommands.models()
  ask('tierline.models', nil, function(models)
    show('models', 'models', require('tierline.report').models(models))
  end)
end

function subcommands.usage()
  ask_if_running('tierline.usage', nil, function(usage)
    require('tierline.say').info(require('tierline.report').usage(usage))
  end)
end

function subcommands.last()
  ask_if_running('tierline.lastAnswer', nil, function(result)
    if type(result) ~= 'table' then
      return require('tierline.say').info('there is no answer yet')
    end
    local report = require('tierline.report')
    local text = result.why ~= '' and report.kept(result, '') or result.text
    show(result.kind, report.result(result), text)
  end)
end

--- What is no kind may be a prompt file. The range is taken now: the server may take a while to start.
local function run_prompt(name, words, opts)
  local range, buf = range_of(opts), vim.api.nvim_get_current_buf()
  local target = require('tierline.target').mark(range)
  require('tierline.prompts').find(name, function(problem, prompt)
    if not prompt then
      require('tierline.target').clear(target)
      return require('tierline.say').error(problem)
    end
    require('tierline.task').start({
      kind = prompt.kind,
      buf = buf,
      target = target,
      prompt = name,
      -- An empty instruction: none is asked for, whatever the kind.
      instruction = words ~= '' and words or (not prompt.needsInstruction and '' or nil),
      asks = prompt.needsInstruction,
      tier = opts.bang and 'maximum' or nil,
    })
  end)
end

--- The body of the user command.
---@param opts table  as nvim_create_user_command() hands it over
function M.run(opts)
  local name, words = opts.args:match('^%s*(%S*)%s*(.-)%s*$')
  local function task(kind)
    require('tierline.task').start({
      kind = kind,
      range = range_of(opts),
      instruction = words ~= '' and words or nil,
      tier = opts.bang and 'maximum' or nil,
    })
  end
  if name == '' then
    vim.ui.select(kinds.all, { prompt = 'Tierline:' }, function(kind)
      if kind then
        task(kind)
      end
    end)
  elseif subcommands[name] then
    subcommands[name](opts, words)
  elseif vim.list_contains(kinds.all, name) then
    task(name)
  else
    run_prompt(name, words, opts)
  end
end

--- Completion of the user command.
---@param lead string  the word being completed
---@param line string  the whole command line
---@return string[]
function M.complete(lead, line)
  local before = line:sub(1, #line - #lead):match('Tierline!?%s+(.*)$') or ''
  local words = vim.split(vim.trim(before), '%s+', { trimempty = true })
  local choices = {}
  if #words == 0 then
    choices = vim.list_extend(vim.list_slice(kinds.all), vim.tbl_keys(subcommands))
    for _, name in ipairs(require('tierline.prompts').names()) do
      if not vim.list_contains(choices, name) then
        table.insert(choices, name)
      end
    end
  elseif #words == 1 and words[1] == 'tier' then
    choices = TIERS
  elseif #words == 1 and words[1] == 'route' then
    choices = kinds.all
  end
  local matching = vim.tbl_filter(function(choice)
    return vim.startswith(choice, lead)
  end, choices)
  table.sort(matching)
  return matching
end

return M
