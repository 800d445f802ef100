local H = dofile(vim.env.HARNESS)
H.configure()
vim.fn.mkdir(vim.fs.joinpath(vim.env.CASE_DIR, '.git'))
local buf = H.edit(H.CODE)
vim.cmd('4,6Tierline test')
local ended = H.finished(1)
H.eq({ ended.state, ended.result.why }, { 'applied', '' }, 'state')
local made = vim.fs.joinpath(vim.env.CASE_DIR, 'tests', 'test_circle.py')
H.eq(ended.result.createdUri, vim.uri_from_fname(made), 'where they are')
local text = H.text(vim.fn.bufadd(made))
assert(text:find('def test_area_gives_what_it_promises', 1, true), text)
H.eq(H.text(buf), H.CODE, 'the source')

vim.api.nvim_set_current_buf(buf)
vim.cmd('4,6Tierline review')
H.finished(2)
H.wait('findings', function()
  return #vim.diagnostic.get(buf) > 0
end)
local found = vim.diagnostic.get(buf)[1]
H.eq({ found.source, found.lnum }, { 'tierline', 3 }, 'source and line')
vim.api.nvim_buf_set_lines(buf, 0, 0, true, { '# above' })
H.wait('findings below', function()
  return vim.diagnostic.get(buf)[1].lnum == 4
end)
vim.api.nvim_buf_set_lines(buf, 4, 5, true, { 'def area(r):' })
H.wait('no findings', function()
  return #vim.diagnostic.get(buf) == 0
end)
