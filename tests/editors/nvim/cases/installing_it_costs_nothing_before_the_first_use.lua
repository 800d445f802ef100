local H = dofile(vim.env.HARNESS)
H.edit(H.CODE)
local loaded = vim.tbl_filter(function(name)
  return vim.startswith(name, 'tierline')
end, vim.tbl_keys(package.loaded))
H.eq(loaded, {}, 'modules loaded')
H.eq(#vim.lsp.get_clients(), 0, 'servers started')
H.eq(vim.fn.exists(':Tierline'), 2, 'the command')
local kinds = require('tierline.kinds')
for _, kind in ipairs(kinds.on_text) do
  local plug = ('<Plug>(tierline-%s)'):format(kind)
  assert(vim.fn.maparg(plug, 'x'):find('Tierline ' .. kind, 1, true), plug .. ' in Visual mode')
  assert(vim.fn.maparg(plug, 'n') ~= '', plug .. ' in Normal mode')
end
for _, mode in ipairs({ 'n', 'x', 'o', 'i' }) do
  for _, map in ipairs(vim.api.nvim_get_keymap(mode)) do
    assert(
      not (map.desc or ''):find('Tierline') or vim.startswith(map.lhs, '<Plug>'),
      'mapped unasked: ' .. map.lhs
    )
  end
end
H.eq(vim.fn.getcompletion('Tierline tr', 'cmdline'), { 'translate' }, 'completion of a task')
H.eq(vim.fn.getcompletion('Tierline tier m', 'cmdline'), { 'maximum', 'minimum' }, 'completion of a tier')
