local H = dofile(vim.env.HARNESS)
H.configure()
H.edit(H.CODE)
local function next_notice(command)
  local before = #H.notices
  vim.cmd(command)
  H.wait(command, function()
    return #H.notices > before
  end)
  return H.notices[#H.notices].text
end
local route = next_notice('4,6Tierline route explain')
assert(route:find('rule ', 1, true) and route:find('m[aid][xne][fiam]'), route)
assert(next_notice('Tierline tier'):find('auto', 1, true), 'tier')
assert(next_notice('Tierline tier maximum'):find('maximum', 1, true), 'tier maximum')
assert(next_notice('4,6Tierline route explain'):find('maximum', 1, true), 'the pin decides')
assert(next_notice('Tierline tier dear'):find('no tier', 1, true), 'a wrong tier')
assert(next_notice('Tierline usage'):find('0 calls', 1, true), 'usage')
assert(next_notice('Tierline rewrite'):find('no task', 1, true), 'a wrong task')
vim.cmd.Tierline('models')
H.wait('models', H.answer)
for _, heading in ipairs({ '## minimum', '## default', '## maximum' }) do
  assert(H.text(H.answer()):find(heading, 1, true), H.text(H.answer()))
end
assert(
  H.text(H.answer()):find('\n| %S+/%S+ +| +[%d.]+ | +[%d.]+ | +~?[%d.]+ | +~?[%d.]+ |'),
  H.text(H.answer())
)
local rows = vim.tbl_filter(function(line)
  return vim.startswith(line, '|')
end, vim.api.nvim_buf_get_lines(H.answer(), 0, -1, true))
for i = 2, #rows do
  local before, row = rows[i - 1], rows[i]
  assert(row:find('^| model') or #row == #before, 'the columns are aligned: ' .. row)
end
H.eq(vim.fn.maparg('u', 'n'), '', 'what is no answer can only be closed')
H.press('q')
H.eq(H.answer(), nil, 'and is')
