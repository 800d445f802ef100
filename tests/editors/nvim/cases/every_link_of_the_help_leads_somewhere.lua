local H = dofile(vim.env.HARNESS)
local doc = vim.fs.joinpath(vim.env.CASE_DIR, 'plugin', 'doc')
vim.fn.mkdir(doc, 'p')
assert(vim.uv.fs_copyfile(H.plugin .. '/doc/tierline.txt', doc .. '/tierline.txt'))
vim.cmd.helptags(doc)
vim.opt.runtimepath:prepend(vim.fs.dirname(doc))
for _, tag in ipairs({ 'tierline', ':Tierline', 'g:tierline', 'tierline-statusline' }) do
  vim.cmd.help(tag)
  assert(vim.fs.basename(vim.api.nvim_buf_get_name(0)) == 'tierline.txt', tag)
end
local text = table.concat(vim.fn.readfile(doc .. '/tierline.txt'), '\n')
for link in text:gmatch('|([^%s|]+)|') do
  local found, problem = pcall(vim.cmd.help, link)
  assert(found, problem)
end
local missing = vim.tbl_filter(function(kind)
  return not text:find('`' .. kind .. '`', 1, true)
end, require('tierline.kinds').all)
H.eq(missing, {}, 'kinds without a word in the help')
