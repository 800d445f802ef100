local H = dofile(vim.env.HARNESS)
H.configure()
H.edit(H.CODE)
vim.o.statusline = "%f [%{v:lua.require'tierline'.statusline()}]"
local function shown()
  return vim.api.nvim_eval_statusline(vim.o.statusline, {}).str
end
assert(vim.endswith(shown(), '[]'), 'before the first use: ' .. shown())
H.eq(#vim.lsp.get_clients(), 0, 'a status line starts no server')
vim.cmd('4,6Tierline explain')
local tier = H.finished().result.decision.tier
H.wait('the tier', function()
  return shown():find(tier, 1, true)
end)
vim.cmd.Tierline('why')
local why = H.notices[#H.notices].text
for _, part in ipairs({ 'explain', tier, 'rule ' .. require('tierline.status').current.last.rule }) do
  assert(why:find(part, 1, true), ('%q is not in %q'):format(part, why))
end
