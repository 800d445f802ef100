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

-- nvim_set_keymap() and not vim.keymap.set(): a third of the time, and this runs at every start.
local function map(mode, name, rhs, opts)
  opts.desc = 'Tierline: ' .. name
  opts.noremap = true
  vim.api.nvim_set_keymap(mode, '<Plug>(tierline-' .. name .. ')', rhs, opts)
end

local function operator(task)
  return {
    expr = true,
    callback = function()
      return require('tierline').operator(task)
    end,
  }
end

for _, task in ipairs(tasks) do
  map('n', task, '', {
    callback = function()
      local first, count = vim.fn.line('.'), vim.v.count
      local last = math.min(first + count - 1, vim.fn.line('$'))
      vim.cmd.Tierline({ task, range = count > 0 and { first, last } or nil })
    end,
  })
  -- `:` and not <Cmd>: it leaves Visual mode, which sets the marks '< and '>.
  map('x', task, ':Tierline ' .. task .. '<CR>', { silent = true })
  map('n', 'operator-' .. task, '', operator(task))
end
map('n', 'operator', '', operator())
map('x', 'operator', ':Tierline<CR>', { silent = true })

for _, name in ipairs({ 'commit', 'cancel', 'last', 'route', 'why', 'up', 'again' }) do
  map('n', name, '<Cmd>Tierline ' .. name .. '<CR>', {})
end
for _, name in ipairs({ 'accept', 'reject', 'accept-all', 'reject-all', 'next', 'previous', 'diff' }) do
  map('n', name, '', {
    callback = function()
      require('tierline.decide')[name:gsub('-', '_')]()
    end,
  })
end
