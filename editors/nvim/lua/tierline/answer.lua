-- What can be done with an answer from its window.
local say = require('tierline.say')

local M = {}

--- How much of an answer goes along with a question about it; the rest would cost more than it tells.
local LONGEST = 6000

--- The fenced block of code around a row, else the first one of all.
---@param lines string[]
---@param row integer  1-based
---@return string[]?
function M.block(lines, row)
  local first, start
  for i, line in ipairs(lines) do
    local fence = line:match('^%s*```')
    if fence and not start then
      start = i
    elseif fence then
      local block = vim.list_slice(lines, start + 1, i - 1)
      if row <= i then
        return row >= start and block or first or block
      end
      first, start = first or block, nil
    end
  end
  return first
end

local function block_here()
  local lines = vim.api.nvim_buf_get_lines(0, 0, -1, true)
  local block = M.block(lines, vim.api.nvim_win_get_cursor(0)[1])
  if not block then
    say.info('there is no code in this answer')
  end
  return block
end

function M.copy()
  local block = block_here()
  if block then
    vim.fn.setreg(vim.v.register, block, 'l')
    say.info(('%d line%s copied'):format(#block, #block == 1 and '' or 's'))
  end
end

--- Below the cursor of the window with the code that the answer is about.
function M.insert()
  local block = block_here()
  local uri = vim.b.tierline_uri
  local buf = uri and vim.uri_to_bufnr(uri)
  local win = buf and vim.fn.win_findbuf(buf)[1]
  if not block then
    return
  elseif not win or not vim.bo[buf].modifiable then
    return say.error('the code is in no window, or it can not be changed')
  end
  local row = vim.api.nvim_win_get_cursor(win)[1]
  require('tierline.edit').as_one_step(buf, function()
    vim.api.nvim_buf_set_lines(buf, row, row, true, block)
  end)
  say.info(('inserted below line %d'):format(row))
end

local function about(answer, question)
  local text = answer.text
  if #text > LONGEST then
    text = text:sub(1, vim.str_utf_start(text, LONGEST) + LONGEST - 1) .. '\n…'
  end
  return ('You were asked about this code (%s) and answered:\n\n%s\n\nThe question now is: %s'):format(
    answer.kind,
    text,
    question
  )
end

--- Ask a question about the answer, and about the same code.
function M.ask()
  require('tierline.kept').with(nil, function(answer, server)
    local buf = vim.uri_to_bufnr(answer.uri)
    if type(answer.range) ~= 'table' or not vim.api.nvim_buf_is_loaded(buf) then
      return say.error('the code that it is about is gone or not open; select it and use `:Tierline ask`')
    end
    vim.ui.input({ prompt = 'Tierline ask: ' }, function(question)
      if question and question ~= '' then
        require('tierline.task').start({
          kind = 'ask',
          buf = buf,
          target = require('tierline.target').of_range(
            buf,
            answer.range --[[@as lsp.Range]],
            server.offset_encoding
          ),
          instruction = about(answer, question),
        })
      end
    end)
  end)
end

function M.close()
  -- The last window of all can't be closed; the answer stays then.
  pcall(vim.api.nvim_win_close, 0, false)
end

--- By the names of the settings.
M.keys = {
  close = M.close,
  ask = M.ask,
  copy = M.copy,
  insert = M.insert,
  up = function()
    require('tierline.kept').up()
  end,
}

return M
