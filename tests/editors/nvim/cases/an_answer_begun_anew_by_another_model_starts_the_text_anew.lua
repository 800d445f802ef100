local H = dofile(vim.env.HARNESS)
local models = { 'sandbox/midstream:free', 'sandbox/slow:free' }
H.configure(nil, { models = { minimum = models, default = models, maximum = models } })
H.edit(H.CODE)
vim.cmd('4,6Tierline explain')
local most, longest = 0, ''
H.wait('the end', function()
  local answer = H.answer()
  local text = answer and H.text(answer) or ''
  local _, openings = text:gsub('Simulated answer', '')
  most = math.max(most, openings)
  longest = #text > #longest and text or longest
  return #H.named('TierlineRequestFinished') == 1
end)
local ended = H.finished()
H.eq(ended.state, 'answered', 'state')
H.eq(ended.result.model, models[2], 'the model that answered')
H.eq(#ended.result.attempts, 2, 'attempts')
H.eq(most, 1, 'the two answers were shown as one:\n' .. longest)
H.eq(H.text(H.answer()), ended.result.text .. '\n', 'the answer')
