local H = dofile(vim.env.HARNESS)
H.configure(nil, vim.tbl_extend('error', { review = 'apply' }, H.SLOW))
local buf = H.edit(H.CODE)
vim.cmd('4,6Tierline document')
-- Faster than Neovim tells the server: its edit is always made for a text that is gone already.
local typed = 0
local timer = assert(vim.uv.new_timer())
timer:start(
  0,
  20,
  vim.schedule_wrap(function()
    if #H.named('TierlineRequestFinished') == 0 then
      typed = typed + 1
      vim.api.nvim_buf_set_lines(buf, 0, 0, true, { '# typed ' .. typed })
    end
  end)
)
local ended = H.finished()
timer:stop()
local mine = {}
for i = typed, 1, -1 do
  mine[#mine + 1] = ('# typed %d\n'):format(i)
end
local code = H.CODE
if ended.state == 'applied' then
  local first, last = code:find('def area.*r %* r')
  code = code:sub(1, first - 1) .. ended.result.newText:gsub('\n$', '') .. code:sub(last + 1)
else
  H.eq(ended.state, 'kept', 'state')
  assert(H.said(ended.result.why) and H.answer(), 'the answer is kept, and why is told')
end
H.eq(H.text(buf), table.concat(mine) .. code, 'the text')
