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
---@return tierline.Chunks
function M.line(index, count, answer)
  local line = { { ('╰ %d of %d'):format(index, count), 'TierlineHint' } }
  if answer then
    for _, key in ipairs(keys.of('review')) do
      local said = words(key, answer)
      if said then
        vim.list_extend(line, { { '  ' .. key.lhs, 'TierlineHintKey' }, { ' ' .. said, 'TierlineHint' } })
      end
    end
  end
  return line
end

--- The keys of an answer's window, for the line above it.
---@return string  as for 'winbar'
---@return integer  cells that it takes
function M.answer()
  local marked, plain = {}, {}
  for _, key in ipairs(keys.of('answer')) do
    local lhs = key.lhs:gsub('%%', '%%%%')
    marked[#marked + 1] = ('%%#TierlineHintKey#%s%%#TierlineHint# %s'):format(lhs, key.hint)
    plain[#plain + 1] = key.lhs .. ' ' .. key.hint
  end
  return table.concat(marked, '  '), vim.fn.strdisplaywidth(table.concat(plain, '  '))
end

return M
