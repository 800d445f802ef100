-- The one way to speak to the user: a line, through vim.notify.
local M = {}

local function one_line(text)
  return vim.trim((text:gsub('%s*[\r\n]+%s*', ' ')))
end

--- A notice that never raises the hit-enter prompt: what is too long for the command line is cut.
---@param text string
function M.info(text)
  local line = 'Tierline: ' .. one_line(text)
  local room = vim.v.echospace
  if vim.fn.strdisplaywidth(line) > room then
    line = vim.fn.strcharpart(line, 0, math.max(room - 1, 20)) .. '…'
  end
  vim.notify(line, vim.log.levels.INFO, { title = 'Tierline' })
end

---@param text string
function M.warn(text)
  vim.notify('Tierline: ' .. one_line(text), vim.log.levels.WARN, { title = 'Tierline' })
end

--- Errors are never cut: they say what to do.
---@param text string
function M.error(text)
  vim.notify('Tierline: ' .. one_line(text), vim.log.levels.ERROR, { title = 'Tierline' })
end

return M
