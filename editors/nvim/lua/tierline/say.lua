-- The one way to speak to the user: a line, through vim.notify.
local M = {}

local function one_line(text)
  return vim.trim((text:gsub('%s*[\r\n]+%s*', ' ')))
end

local function notify(line, level)
  vim.notify(line, level, { title = 'Tierline' })
end

--- News that nobody waits for: what is too long for the command line is cut, for it must not ask for <Enter>.
---@param text string
function M.news(text)
  local line = 'Tierline: ' .. one_line(text)
  local room = vim.v.echospace
  if vim.fn.strdisplaywidth(line) > room then
    line = vim.fn.strcharpart(line, 0, math.max(room - 1, 20)) .. '…'
  end
  notify(line, vim.log.levels.INFO)
end

--- What the user asked to be told, in full.
---@param text string
function M.info(text)
  notify('Tierline: ' .. one_line(text), vim.log.levels.INFO)
end

---@param text string
function M.warn(text)
  notify('Tierline: ' .. one_line(text), vim.log.levels.WARN)
end

---@param text string
function M.error(text)
  notify('Tierline: ' .. one_line(text), vim.log.levels.ERROR)
end

return M
