-- The least that shows a fault: `nvim -u editors/nvim/repro.lua FILE`, from the root of a clone.
-- It uses nothing of your own configuration and answers by simulation; add what is needed to see the fault.
local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))

for _, name in ipairs({ 'config', 'data', 'state', 'cache' }) do
  vim.env[('XDG_%s_HOME'):format(name:upper())] = vim.fs.joinpath(vim.fn.tempname(), name)
end
-- Neovim's own folders; that of its libraries has the parsers of treesitter.
vim.opt.runtimepath = vim.list_extend(
  { here },
  vim.tbl_filter(function(path)
    return path == vim.env.VIMRUNTIME or path:find('/lib[%w_/-]*/nvim$') ~= nil
  end, vim.opt.runtimepath:get())
)
vim.opt.packpath = { vim.env.VIMRUNTIME }
vim.g.tierline = { cmd = { 'tierline', 'serve', '--sandbox' } }
vim.o.statusline = "%f %m %= %{v:lua.require'tierline'.statusline()}"
