local H = dofile(vim.env.HARNESS)
H.configure(nil, {
  models = { minimum = { 'sandbox/401:free' }, default = { 'sandbox/401' }, maximum = { 'sandbox/401' } },
})
H.edit(H.CODE)
vim.cmd('4,6Tierline explain')
local ended = H.finished()
H.eq(ended.state, 'failed', 'state')
assert(ended.error:find('key', 1, true), ended.error)
H.eq(#H.notices, 1, 'one sentence')
local asked
vim.fn.inputsecret = function(prompt)
  asked = prompt
  return 'sk-or-v1-nobody-may-see-this'
end
vim.cmd.Tierline('key')
H.wait('the server has it', function()
  return H.said('until the server ends')
end)
assert(asked, 'the key is asked for unseen')
local log = io.open(vim.fs.joinpath(vim.fn.stdpath('log'), 'lsp.log'))
local seen = { H.notices, vim.fn.execute('messages'), log and log:read('*a') }
assert(not vim.inspect(seen):find('nobody-may', 1, true), 'it is in no message and no log')
