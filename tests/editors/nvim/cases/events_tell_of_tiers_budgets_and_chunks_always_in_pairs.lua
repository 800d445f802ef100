local H = dofile(vim.env.HARNESS)
-- The first answer is a poor one, so that a better tier is asked; and any cost is near the cap.
H.configure(nil, {
  models = {
    minimum = { 'sandbox/bad-code:free' },
    default = { 'sandbox/bad-code' },
    maximum = { 'sandbox/ok' },
  },
  budget = { perSessionUsd = 0.5, usedAbove = 0.00001 },
})
local progress = {}
vim.api.nvim_create_autocmd('LspProgress', {
  callback = function(args)
    progress[#progress + 1] = args.data.params.value.kind
  end,
})
H.edit(H.FAULTY)
vim.cmd.Tierline('tier default')
H.wait('the tier of the session', function()
  return H.named('TierlineTierChanged')[1]
end)
H.eq(H.named('TierlineTierChanged')[1].data, { scope = 'session', from = 'auto', to = 'default' }, 'data')
vim.cmd.Tierline('tier auto')
vim.cmd('1,10Tierline fix')
H.finished()
local changed = H.named('TierlineTierChanged')
H.eq({ changed[3].data.scope, changed[3].data.to }, { 'task', 'maximum' }, 'an escalation')
H.wait('the warning', function()
  return H.named('TierlineBudgetWarning')[1]
end)
H.eq(H.named('TierlineBudgetWarning')[1].data.span, 'session', 'whose budget')
local chunks = vim.tbl_map(function(event)
  return event.data.delta
end, H.named('TierlineChunk'))
assert(table.concat(chunks):find('def mean', 1, true), 'the pieces are the answer')
vim.cmd('1,10Tierline explain')
vim.cmd.Tierline('cancel')
H.eq(H.finished(2).state, 'cancelled', 'state')
H.eq(#H.named('TierlineRequestStarted'), #H.named('TierlineRequestFinished'), 'pairs')
H.eq(progress[1], 'begin', 'LspProgress')
H.wait('LspProgress ends', function()
  return vim.list_contains(progress, 'end')
end)
