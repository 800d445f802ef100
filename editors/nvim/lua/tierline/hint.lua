-- The line below each hunk: which one it is, and at the one that keys act on, the keys.
local keys = require('tierline.keys')
local report = require('tierline.report')

local M = {}

local function step_up(answer)
  local step = answer.nextTier
  if type(step) ~= 'table' or step.refusal ~= '' then
    return nil
  end
  return ('%s (%s)'):format(step.tier, step.free and 'free' or report.cost(step.costUsd))
end

--- What a key does, in the case of this answer; nil where it does nothing.
local function words(key, answer)
  if key.name == 'up' then
    return step_up(answer)
  end
  return key.hint
end

---@param index integer
---@param count integer
---@param answer? tierline.KeptAnswer  of the hunk that the keys act on
---@return tierline.Chunks[]  its parts
function M.line(index, count, answer)
  local parts = { { { ('╰ %d of %d'):format(index, count), 'TierlineHint' } } }
  if answer then
    for _, key in ipairs(keys.of('review')) do
      local said = words(key, answer)
      if said then
        parts[#parts + 1] = { { '  ' .. key.lhs, 'TierlineHintKey' }, { ' ' .. said, 'TierlineHint' } }
      end
    end
  end
  return parts
end

--- The keys of an answer's window, for the line above it: the first ones that there is room for, one at least.
---@param cells integer
---@return string  as for 'winbar'
---@return integer  cells that it takes
function M.answer(cells)
  local marked, used = {}, 0
  for i, key in ipairs(keys.of('answer')) do
    local takes = vim.fn.strdisplaywidth(key.lhs .. key.hint) + 3
    if i > 1 and used + takes > cells then
      break
    end
    used = used + takes
    local lhs = key.lhs:gsub('%%', '%%%%')
    marked[i] = ('  %%#TierlineHintKey#%s%%#TierlineHint# %s'):format(lhs, key.hint)
  end
  return table.concat(marked), used
end

return M
