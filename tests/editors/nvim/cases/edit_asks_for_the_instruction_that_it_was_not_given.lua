local H = dofile(vim.env.HARNESS)
H.configure(nil, { review = 'apply' })
H.edit(H.CODE)
local prompts, reply = {}, nil
vim.ui.input = function(opts, done)
  prompts[#prompts + 1] = opts.prompt
  done(reply)
end
vim.cmd('4,6Tierline edit')
H.eq(#prompts, 1, 'asked')
H.eq(H.events, {}, 'escape means no')
reply = 'use a shorter name'
vim.cmd('4,6Tierline edit')
H.eq(H.finished(1).state, 'applied', 'state')
H.eq(#prompts, 2, 'asked again')
vim.cmd.undo()
vim.cmd('4,6Tierline edit use a shorter name')
H.eq(H.finished(2).state, 'applied', 'state')
H.eq(#prompts, 2, 'not asked for what was said')
