local H = dofile(vim.env.HARNESS)
H.configure()
vim.env.OPENROUTER_API_KEY = 'sk-or-v1-nobody-may-see-this'
H.edit(H.CODE)
vim.cmd('4,6Tierline explain')
H.finished()
vim.cmd.checkhealth('tierline')
local report = H.text(0)
local version = vim.trim(vim.system({ vim.env.TIERLINE_CMD, '--version' }):wait().stdout)
for _, part in ipairs({
  vim.env.TIERLINE_CMD .. ': ' .. version,
  ' on Python ',
  'key: .*OPENROUTER_API_KEY',
  'network: ',
  'models: .* days? old',
  'free models: %d+ requests? today',
}) do
  local plain = part:find('/', 1, true) ~= nil
  assert(report:find(part, 1, plain), ('%q is not in %s'):format(part, report))
end
assert(not report:find('nobody', 1, true), 'the key itself is shown')
