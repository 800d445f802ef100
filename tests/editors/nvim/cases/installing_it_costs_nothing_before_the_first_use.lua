local H = dofile(vim.env.HARNESS)
H.edit(H.CODE)
local loaded = vim.tbl_filter(function(name)
  return vim.startswith(name, 'tierline')
end, vim.tbl_keys(package.loaded))
H.eq(loaded, {}, 'modules loaded')
H.eq(#vim.lsp.get_clients(), 0, 'servers started')
H.eq(vim.fn.exists(':Tierline'), 2, 'the command')
for _, kind in ipairs(require('tierline.kinds').all) do
  for _, mode in ipairs({ 'n', 'x' }) do
    local plug = ('<Plug>(tierline-%s)'):format(kind)
    assert(vim.fn.maparg(plug, mode):find('Tierline ' .. kind, 1, true), plug .. ' in mode ' .. mode)
  end
end
H.eq(vim.fn.getcompletion('Tierline tr', 'cmdline'), { 'translate' }, 'completion of a task')
H.eq(vim.fn.getcompletion('Tierline tier m', 'cmdline'), { 'maximum', 'minimum' }, 'completion of a tier')
