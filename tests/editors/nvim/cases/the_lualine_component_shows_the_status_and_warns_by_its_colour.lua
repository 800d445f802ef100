local H = dofile(vim.env.HARNESS)
-- The interface that lualine documents for components: a class that is extended, made with options, and asked for text.
local Component = {}
Component.__index = Component
function Component:extend()
  local class = setmetatable({ super = self }, self)
  class.__index = class
  return class
end
function Component:init(options)
  self.options = options
end
package.preload['lualine.component'] = function()
  return Component
end
local function made(options)
  local class = require('lualine.components.tierline')
  local component = setmetatable({}, class)
  component:init(options)
  return component
end

local component = made({ icon = 'T' })
H.eq(component.options.icon, 'T', "lualine's own options are left alone")
H.eq(component:update_status(true), '', 'before the first use')
H.eq(component.options.color({ section = 'lualine_x' }), nil, "lualine's own colours")
H.eq(#vim.lsp.get_clients(), 0, 'it starts no server')
H.eq(made({ color = 'Mine' }).options.color, 'Mine', "the user's colour wins")

vim.env.OPENROUTER_API_KEY = nil
H.configure({})
H.edit(H.CODE)
vim.cmd('4,6Tierline document')
H.finished(1)
H.wait('a key that is missing is an error', function()
  return component.options.color({}) == 'DiagnosticError'
end)
H.eq(component:update_status(), require('tierline').statusline(), 'the text of the status line')
assert(component:update_status():find('key'), component:update_status())

local status = require('tierline.status')
local now = vim.deepcopy(status.current)
now.state, now.text = 'idle', 'default · 90% of $1.00'
now.caps = { { span = 'session', capUsd = 1, usedUsd = 0.9, level = 'soft' } }
status.update(now)
H.eq(component.options.color({}), 'DiagnosticWarn', 'money is tight')
local shown = vim.api.nvim_eval_statusline(component:update_status(), {}).str
H.eq(shown, 'default · 90% of $1.00', 'as lualine has it drawn')
