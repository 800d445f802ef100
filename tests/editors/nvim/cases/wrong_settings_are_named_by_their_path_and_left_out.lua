local H = dofile(vim.env.HARNESS)
local config = require('tierline.config')
vim.g.tierline = {
  cmd = { 'elsewhere', 'serve' },
  tier = 'cheap',
  budget = { perTaskUsd = 0.05, perSessionUsd = 'much' },
  privacy = { zdr = true, dataCollektion = 'deny' },
  models = { default = { 'vendor/one' }, maximum = 'vendor/two' },
}
local settings, problems = config.get()
H.eq(settings.cmd, { 'elsewhere', 'serve' }, 'cmd')
local sent = config.server_settings()
H.eq(sent, {
  budget = { perTaskUsd = 0.05 },
  privacy = { zdr = true },
  models = { default = { 'vendor/one' } },
}, 'what the server gets')
H.eq(#problems, 4, 'problems: ' .. vim.inspect(problems))
local all = table.concat(problems, '\n')
for _, path in ipairs({ 'tier', 'budget.perSessionUsd', 'privacy.dataCollektion', 'models.maximum' }) do
  assert(all:find('vim.g.tierline.' .. path .. ':', 1, true), path .. ' is not named in\n' .. all)
end
vim.g.tierline = function()
  return { tier = 'minimum' }
end
H.eq(config.server_settings(), { tier = 'minimum' }, 'a function')
vim.g.tierline = nil
H.eq(vim.json.encode(config.server_settings()), '{}', 'nothing set')
