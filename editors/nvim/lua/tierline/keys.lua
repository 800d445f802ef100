-- Keys that hold in one buffer for a while. What they hid comes back afterwards.
local M = {}

local hidden = {} ---@type table<integer, table<string, table>>  by buffer and key: what maparg() said

--- Names and settings of the keys; `hint` is what they do, in a word or two, in the order they are shown.
M.review = {
  { name = 'accept', hint = 'accept' },
  { name = 'reject', hint = 'reject' },
  { name = 'next', hint = 'next' },
  { name = 'previous', hint = 'previous' },
  { name = 'acceptAll', hint = 'all' },
  { name = 'rejectAll', hint = 'none' },
  { name = 'up', hint = 'one tier up' },
  { name = 'diff', hint = 'diff' },
}

M.answer = {
  { name = 'close', hint = 'close' },
  { name = 'ask', hint = 'ask' },
  { name = 'copy', hint = 'copy' },
  { name = 'insert', hint = 'insert' },
  { name = 'up', hint = 'one tier up' },
}

--- The keys of a group that the user has not switched off.
---@param group 'review'|'answer'
---@return { name: string, hint: string, lhs: string }[]
function M.of(group)
  local set = require('tierline.config').get()[group .. 'Keys']
  return vim
    .iter(M[group])
    :map(function(key)
      return set[key.name] and { name = key.name, hint = key.hint, lhs = set[key.name] } or nil
    end)
    :totable()
end

--- Map the keys of a group in a buffer; a second time it changes nothing.
---@param buf integer
---@param group 'review'|'answer'
---@param actions table<string, fun()>  by name; others have no key
function M.set(buf, group, actions)
  hidden[buf] = hidden[buf] or {}
  for _, key in ipairs(M.of(group)) do
    vim.api.nvim_buf_call(buf, function()
      local before = vim.fn.maparg(key.lhs, 'n', false, true)
      local ours = vim.startswith(before.desc or '', 'Tierline: ')
      if before.buffer == 1 and not ours then
        hidden[buf][key.lhs] = before
      end
    end)
    if actions[key.name] then
      vim.keymap.set('n', key.lhs, actions[key.name], {
        buffer = buf,
        nowait = true,
        desc = 'Tierline: ' .. key.hint,
      })
    end
  end
end

--- Undo `set`, where it was done.
---@param buf integer
---@param group 'review'|'answer'
function M.unset(buf, group)
  if hidden[buf] and vim.api.nvim_buf_is_valid(buf) then
    for _, key in ipairs(M.of(group)) do
      pcall(vim.keymap.del, 'n', key.lhs, { buffer = buf })
      local before = hidden[buf][key.lhs]
      if before then
        vim.api.nvim_buf_call(buf, function()
          vim.fn.mapset('n', false, before)
        end)
      end
    end
  end
  hidden[buf] = nil
end

return M
