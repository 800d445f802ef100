local H = dofile(vim.env.HARNESS)
H.configure()
if vim.fn.has('nvim-0.11') == 1 then
  vim.lsp.enable('tierline')
end
H.edit(H.CODE)
local enabled = #vim.lsp.get_clients({ _uninitialized = true })
H.eq(enabled, vim.fn.has('nvim-0.11'), 'servers at the first file')
vim.cmd('4,6Tierline explain')
H.eq(H.finished().state, 'answered', 'state')
H.edit(H.CODE, 'other.py')
vim.cmd('4,6Tierline explain')
H.eq(H.finished(2).state, 'answered', 'state')
H.eq(#vim.lsp.get_clients({ name = 'tierline' }), 1, 'one server for all files')
