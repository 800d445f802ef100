-- The last `tierline/status` of the server, and the text that a status line shows.
-- Requires nothing: it is loaded at the first redraw of a status line that uses it.
local M = {
  text = '',
  ---@type table?  as the wire has it: { state, tierMode, last, sessionCostUsd, dayCostUsd, caps, text, tooltip, … }
  current = nil,
}

---@param status table?  nil: there is no server any more
function M.update(status)
  M.current = status
  local text = status and status.text or ''
  if text ~= M.text then
    M.text = text
    vim.cmd.redrawstatus({ bang = true })
  end
end

return M
