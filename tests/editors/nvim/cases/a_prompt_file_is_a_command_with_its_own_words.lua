local H = dofile(vim.env.HARNESS)
local folder = vim.env.XDG_CONFIG_HOME .. '/tierline/prompts'
vim.fn.mkdir(folder, 'p')
vim.fn.writefile({ '---', 'answer: edit', '---', 'Add docstrings.' }, folder .. '/docs-too.md')
vim.fn.writefile({ 'What could go wrong?' }, folder .. '/worries.md')
H.configure()
local buf = H.edit(H.CODE)
vim.cmd('4,6Tierline worries')
local ended = H.finished()
H.eq(ended.state, 'answered', 'state')
H.eq(H.text(buf), H.CODE, 'nothing is changed by what is to be read')
local complete = require('tierline.command').complete
H.eq(complete('doc', 'Tierline doc'), { 'docs-too', 'document' }, 'completion')
vim.cmd('4,6Tierline nonsuch')
H.wait('an unknown name is told', function()
  return H.said('there is no task "nonsuch"') ~= nil
end)
