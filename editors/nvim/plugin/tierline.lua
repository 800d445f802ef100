if vim.g.loaded_tierline then
  return
end
vim.g.loaded_tierline = true

if vim.fn.has('nvim-0.10') == 0 then
  vim.api.nvim_create_user_command('Tierline', function()
    vim.notify('Tierline needs Neovim 0.10 or newer.', vim.log.levels.ERROR)
  end, { nargs = '*', range = true, bang = true })
  return
end

vim.api.nvim_create_user_command('Tierline', function(opts)
  require('tierline.command').run(opts)
end, {
  nargs = '*',
  range = true,
  bang = true,
  desc = 'Send code to the cheapest model that does the task well',
  complete = function(lead, line)
    return require('tierline.command').complete(lead, line)
  end,
})

local tasks = {
  'explain',
  'fix',
  'refactor',
  'test',
  'document',
  'review',
  'edit',
  'ask',
  'generate',
  'optimize',
  'translate',
  'commit',
}
for _, task in ipairs(tasks) do
  local plug = ('<Plug>(tierline-%s)'):format(task)
  vim.keymap.set('n', plug, ('<Cmd>Tierline %s<CR>'):format(task), { desc = 'Tierline: ' .. task })
  -- `:` and not <Cmd>: it leaves Visual mode, which sets the marks '< and '>.
  vim.keymap.set('x', plug, (':Tierline %s<CR>'):format(task), { desc = 'Tierline: ' .. task, silent = true })
end
for _, name in ipairs({ 'cancel', 'last', 'route', 'why' }) do
  local plug = ('<Plug>(tierline-%s)'):format(name)
  vim.keymap.set('n', plug, ('<Cmd>Tierline %s<CR>'):format(name), { desc = 'Tierline: ' .. name })
end
