-- What a user's configuration may call. Everything else is loaded when it is first needed.
local M = {}

--- Short text for a status line, as the server words it; '' before the server is started.
--- Costs one table lookup: `%{v:lua.require'tierline'.statusline()}`.
---@return string
function M.statusline()
  return require('tierline.status').text
end

--- Run a task on a part of the current buffer; the same as `:Tierline`.
---@param kind string  'explain', 'fix', …
---@param opts? { line1?: integer, line2?: integer, instruction?: string, tier?: string }
---  lines are 1-based and inclusive; without them the enclosing function or the current line is taken
function M.run(kind, opts)
  opts = opts or {}
  local range = opts.line1 and { opts.line1, opts.line2 or opts.line1 } or nil
  require('tierline.task').start({
    kind = kind,
    range = range,
    instruction = opts.instruction,
    tier = opts.tier,
  })
end

--- For a mapping with `expr`: a task as an operator, which the dot repeats. |tierline-operator|
---@param kind? string  nil: it is asked for
---@return string
function M.operator(kind)
  return require('tierline.operator').begin(kind)
end

--- Only writes `vim.g.tierline`; it need not be called.
---@param settings table|fun(): table
function M.setup(settings)
  vim.g.tierline = settings
end

return M
