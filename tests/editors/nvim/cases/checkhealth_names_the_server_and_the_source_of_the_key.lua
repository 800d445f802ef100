local H = dofile(vim.env.HARNESS)
H.configure()
vim.env.OPENROUTER_API_KEY = 'sk-or-secret'
vim.cmd('checkhealth tierline')
local report = H.text(0)
assert(report:find('OPENROUTER_API_KEY', 1, true), report)
assert(not report:find('sk-or-secret', 1, true), 'the key itself is shown')
assert(report:find(vim.env.TIERLINE_CMD, 1, true), report)
assert(not report:find('ERROR', 1, true), report)
