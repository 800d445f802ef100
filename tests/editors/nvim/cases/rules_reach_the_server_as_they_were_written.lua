local H = dofile(vim.env.HARNESS)
local config = require('tierline.config')
local rules = {
  { name = 'night', tier = 'minimum', when = { timeOfDay = { from = '22:00', to = '07:00' } } },
  'critical',
  { off = 'simple' },
}
vim.g.tierline = { rules = rules, projectRules = 'ignore', criticalPaths = { 'payroll' } }
local _, problems = config.get()
H.eq(problems, {}, 'problems')
H.eq(
  config.server_settings(),
  { rules = rules, projectRules = 'ignore', criticalPaths = { 'payroll' } },
  'sent'
)
vim.g.tierline = { rules = { 'critical', 7 }, projectRules = 'always' }
_, problems = config.get()
H.eq(#problems, 2, 'problems: ' .. vim.inspect(problems))
