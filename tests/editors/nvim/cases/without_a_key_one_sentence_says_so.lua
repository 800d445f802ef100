local H = dofile(vim.env.HARNESS)
vim.env.OPENROUTER_API_KEY = nil
H.configure({})
local buf = H.edit(H.CODE)
vim.cmd('4,6Tierline document')
local ended = H.finished()
H.eq(ended.state, 'failed', 'state')
H.eq(#H.notices, 1, 'one notice')
H.eq(H.notices[1].level, vim.log.levels.ERROR, 'level')
H.eq(H.notices[1].text, 'Tierline: ' .. ended.error, 'the sentence of the server')
assert(ended.error:lower():find('key'), ended.error)
assert(
  not ended.error:find('[\r\n]') and not ended.error:find('Traceback'),
  'not one sentence: ' .. ended.error
)
H.eq(H.text(buf), H.CODE, 'the code')

vim.cmd('4,6Tierline explain')
H.finished(2)
H.eq(H.answer(), nil, 'no window is opened for an answer that never came')
