-- The `User` events that other plugins may listen to.
local M = {}

---@param name string  'TierlineRequestStarted', …
---@param data table
function M.fire(name, data)
  vim.api.nvim_exec_autocmds('User', { pattern = name, modeline = false, data = data })
end

return M
