-- The kinds of task, as the server names them. All but `commit` are about a part of the buffer.
local M = {}

M.all = {
  'explain',
  'fix',
  'refactor',
  'test',
  'document',
  'review',
  'edit',
  'ask',
  'generate',
  'optimize',
  'translate',
  'commit',
}

--- Those about a part of the buffer.
M.on_text = vim.list_slice(M.all, 1, #M.all - 1)

--- Their answer is Markdown to read; the others replace the selection.
M.readable = { explain = true, review = true, ask = true, test = true, commit = true }

--- They mean little without an instruction.
M.instructed = { edit = true, ask = true, translate = true }

return M
