-- For lualine: `sections = { lualine_x = { 'tierline' } }`. Found by its name; lualine is not needed otherwise.
-- Options: `icon` and all that lualine's own components know.
local M = require('lualine.component'):extend()

local levels = { soft = 'DiagnosticWarn', hard = 'DiagnosticError' }

--- Red or yellow where a key is missing or money is tight; lualine's own colours else.
local function color()
  local status = require('tierline.status').current
  local worst
  for _, cap in ipairs(status and status.caps or {}) do
    worst = cap.level == 'hard' and 'hard' or worst or (cap.level == 'soft' and 'soft') or nil
  end
  if status and status.state == 'noKey' then
    worst = 'hard'
  end
  return worst and levels[worst] or nil
end

function M:init(options)
  options.color = options.color or color
  M.super.init(self, options)
end

function M.update_status()
  -- What lualine gets is part of a 'statusline'.
  return (require('tierline.status').text:gsub('%%', '%%%%'))
end

return M
