local H = dofile(vim.env.HARNESS)
H.configure()
local buf = H.edit(H.CODE)
vim.cmd('Tierline route')
H.wait('the server is up', function()
  return #H.notices == 1
end)
vim.lsp.buf.code_action({
  range = { start = { 4, 0 }, ['end'] = { 6, 26 } },
  filter = function(action)
    return (action.kind or ''):find('explain', 1, true) or action.title:lower():find('explain', 1, true)
  end,
  apply = true,
})
H.eq(H.finished().state, 'answered', 'state')
assert(#H.text(H.answer()) > 1, 'no answer')
H.eq(H.text(buf), H.CODE, 'the code')
