local H = dofile(vim.env.HARNESS)
H.configure()
local buf = H.edit(H.FAULTY)
vim.cmd('1,10Tierline fix')
local first = H.finished().result
local question, reply
vim.ui.select = function(_, opts, done)
  question = opts.prompt
  done(reply)
end
reply = 'No'
H.press('du')
H.wait('asked', function()
  return question
end)
assert(question:find('maximum', 1, true) and question:find('$', 1, true), 'tier and price: ' .. question)
H.eq(#H.named('TierlineRequestStarted'), 1, 'no means no')
question, reply = nil, 'Ask it'
vim.cmd.Tierline('up')
local second = H.finished(2)
H.eq(second.state, 'kept', 'state')
H.eq(second.result.tier, 'maximum', 'tier')
H.eq(second.result.other.id, first.id, 'the first answer is kept beside it')
H.eq(#H.hunks(buf), 3, 'one of the two is in review')
H.eq(require('tierline.decide').answer().id, second.result.id, 'the better one')
vim.cmd.Tierline('up')
H.wait('there is no step further', function()
  return H.said('no better one')
end)

-- The window can go and the buffer be unloaded: what waits comes back.
vim.cmd('silent write')
vim.cmd.enew()
vim.cmd.bdelete(buf)
vim.cmd.edit('circle.py')
vim.cmd.Tierline('last')
H.wait('the review is back', function()
  return #H.hunks(0) == 3
end)
vim.cmd.Tierline('apply')
H.wait('all of it is in the text', function()
  return H.text(0):find('is None', 1, true) and #H.hunks(0) == 0
end)
vim.cmd.undo()
H.eq(H.text(0), H.FAULTY, 'one undo')
vim.cmd.Tierline('discard')
H.wait('discarded', function()
  return H.said('fix is discarded')
end)
H.eq(#H.hunks(0), 0, 'changes in review')
