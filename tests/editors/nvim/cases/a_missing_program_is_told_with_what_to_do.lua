local H = dofile(vim.env.HARNESS)
vim.g.tierline = { cmd = { '/nowhere/tierline', 'serve' } }
H.edit(H.CODE)
vim.cmd('Tierline explain')
H.eq(H.finished().state, 'failed', 'state')
H.eq(#H.notices, 1, 'one notice')
assert(H.said('/nowhere/tierline') and H.said('vim.g.tierline.cmd'), H.notices[1].text)
