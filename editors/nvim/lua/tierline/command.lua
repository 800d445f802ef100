-- `:Tierline {task} [instruction…]` and its subcommands.
local kinds = require('tierline.kinds')
local subcommands = require('tierline.subcommands')

local M = {}

local range_of = subcommands.range_of

--- What is no kind may be a prompt file. The range is taken now: the server may take a while to start.
local function run_prompt(name, words, opts)
  local range, buf = range_of(opts), vim.api.nvim_get_current_buf()
  local target = require('tierline.target').mark(range)
  require('tierline.prompts').find(name, function(problem, prompt)
    if not prompt then
      require('tierline.target').clear(target)
      return require('tierline.say').error(problem or 'there is no such task')
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
  elseif subcommands.all[name] then
    subcommands.all[name](opts, words)
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
    choices = vim.list_extend(vim.list_slice(kinds.all), vim.tbl_keys(subcommands.all))
    for _, name in ipairs(require('tierline.prompts').names()) do
      if not vim.list_contains(choices, name) then
        table.insert(choices, name)
      end
    end
  elseif #words == 1 and words[1] == 'tier' then
    choices = subcommands.tiers
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
