local H = dofile(vim.env.HARNESS)
H.configure()
local buf = H.edit(H.CODE)
vim.cmd('4,6Tierline explain')
local ended = H.finished()
local answer, win = H.answer()
local home = vim.api.nvim_get_current_win()
vim.api.nvim_win_set_cursor(home, { 9, 0 })
vim.bo[answer].modifiable = true
vim.api.nvim_buf_set_lines(answer, -1, -1, true, { '', '```python', 'print(1)', 'print(2)', '```' })
vim.bo[answer].modifiable = false
vim.api.nvim_set_current_win(win)
H.press('Gc')
H.eq(vim.fn.getreg('"'), 'print(1)\nprint(2)\n', 'copied')
H.press('i')
H.eq(H.text(buf), H.CODE .. 'print(1)\nprint(2)\n', 'inserted below the cursor of the code')
H.eq(vim.api.nvim_get_current_win(), win, 'focus')
vim.ui.input = function(_, done)
  done('why math.pi?')
end
H.press('a')
local second = H.finished(2)
H.eq(second.kind, 'ask', 'a question')
H.eq(second.state, 'answered', 'state')
local asked
require('tierline.kept').with(second.result.id, function(kept)
  asked = kept
end)
H.wait('the kept question', function()
  return asked
end)
assert(asked.instruction:find(vim.trim(ended.result.text:sub(1, 30)), 1, true), 'the answer goes along')
assert(vim.endswith(asked.instruction, 'why math.pi?'), asked.instruction)
H.eq(asked.range.start.line, 3, 'about the same code')
