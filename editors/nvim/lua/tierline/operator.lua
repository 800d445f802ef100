-- A task as an operator: `g@` with a motion or text object, repeated by the dot.
local M = {}

---@type { kind: string?, instruction: string? }  what the dot repeats
local current = {}

local function span(motion)
  local first, last = vim.api.nvim_buf_get_mark(0, '['), vim.api.nvim_buf_get_mark(0, ']')
  if motion ~= 'char' then
    return { first[1] - 1, 0, last[1] - 1, #vim.fn.getline(last[1]) }
  end
  local line = vim.fn.getline(last[1]) --[[@as string]]
  local stop = #line == 0 and 0 or math.min(last[2] + 1, #line)
  return { first[1] - 1, first[2], last[1] - 1, stop > 0 and stop + vim.str_utf_end(line, stop) or 0 }
end

local function instructed(kind, callback)
  if current.instruction or not require('tierline.kinds').instructed[kind] then
    return callback(current.instruction)
  end
  vim.ui.input({ prompt = ('Tierline %s: '):format(kind) }, function(words)
    if words then
      current.instruction = words
      callback(words)
    end
  end)
end

--- The 'operatorfunc'. What was asked for the first time is not asked for again.
---@param motion 'char'|'line'|'block'
function M.run(motion)
  local targets = require('tierline.target')
  local buf = vim.api.nvim_get_current_buf()
  -- Marked now: the text may move while the user is asked.
  local target = targets.of_bytes(buf, unpack(span(motion)))
  local asked = current
  local function start(kind)
    if not kind then
      return targets.clear(target)
    end
    asked.kind = kind
    instructed(kind, function(instruction)
      require('tierline.task').start({ kind = kind, buf = buf, target = target, instruction = instruction })
    end)
  end
  if current.kind then
    return start(current.kind)
  end
  vim.ui.select(require('tierline.kinds').on_text, { prompt = 'Tierline:' }, start)
end

--- Begin: what a mapping with `expr` returns.
---@param kind? string  nil: the user is asked
---@return string
function M.begin(kind)
  current = { kind = kind }
  vim.o.operatorfunc = "v:lua.require'tierline.operator'.run"
  return 'g@'
end

return M
