local H = dofile(vim.env.HARNESS)
H.configure()
vim.o.columns = 50
local buf = H.edit(H.FAULTY)
vim.cmd('1,10Tierline fix')
local answer = H.finished().result.newText
local marks = vim.api.nvim_create_namespace('tierline.review')
local function widest()
  local cells = 0
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(buf, marks, 0, -1, { details = true })) do
    for _, line in ipairs(mark[4].virt_lines or {}) do
      local text = vim.iter(line):fold('', function(text, piece)
        return text .. piece[1]
      end)
      cells = math.max(cells, vim.fn.strdisplaywidth(text))
    end
  end
  return cells
end
local function first()
  local hunk = H.hunks(buf)[1]
  return table.concat(hunk.added), hunk.hint
end
assert(widest() <= 50, 'as wide as the window: ' .. widest())
local comment = answer:match('^[^\n]*')
assert(#comment > 100, 'a line that is longer than the window')
local added, hint = first()
assert(added:gsub('%s', ''):find(comment:gsub('%s', ''), 1, true), 'all of it is seen: ' .. added)
assert(hint:find('d= diff', 1, true), 'the last key is seen: ' .. hint)

-- Neovim tells of it when it next waits for keys, and a script never lets it.
local function resized()
  vim.api.nvim_exec_autocmds('WinResized', {})
  return widest()
end
vim.cmd('vsplit | enew | wincmd p | vertical resize 30')
assert(resized() <= 30, 'it follows the width of the window')
vim.cmd.only()
H.eq(resized(), 50, 'and back')
