local H = dofile(vim.env.HARNESS)
H.configure(nil, {
  models = {
    minimum = { 'sandbox/ok:free' },
    default = { 'sandbox/429-upstream' },
    maximum = { 'sandbox/429-upstream' },
  },
})
H.edit(H.CODE)
vim.cmd('4,6Tierline explain')
local ended = H.finished()
H.eq(ended.state, 'answered', 'state: ' .. tostring(ended.error))
H.eq(ended.result.tier, 'minimum', 'tier')
H.wait('the status line says so', function()
  return require('tierline').statusline():find('minimum', 1, true)
end)
