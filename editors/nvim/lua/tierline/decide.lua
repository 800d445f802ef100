-- What the user decides on edits in review. The server does it, and looks whether it is done.
local client = require('tierline.client')
local review = require('tierline.review')
local say = require('tierline.say')

local M = {}

local function buffer()
  -- From the window beside the code, its own decisions are meant.
  return vim.b.tierline_reviewed or vim.api.nvim_get_current_buf()
end

--- The hunk that the keys act on; nil, and told, where none waits.
local function current()
  local buf = buffer()
  local found = review.standing(buf)
  local row = vim.api.nvim_win_get_cursor(0)[1] - 1
  if vim.b.tierline_reviewed then
    row = require('tierline.split').row_in_code(found, row)
  end
  local index = review.nearest(found, row)
  if not index then
    say.info('no change waits here; `:Tierline last` shows the last answer')
  end
  return index and found[index], index, found
end

local function send(command, one, ids)
  review.mark(one, ids, true)
  client.with(one.buf, true, function(problem, server)
    if problem then
      review.mark(one, ids, false)
      review.update(one.answer)
      return say.error(problem)
    end
    local argument = { id = one.answer.id, hunks = ids }
    local asked = client.execute(server, command, argument, function(err, result)
      review.mark(one, ids, false)
      review.update(err and one.answer or result.answer or result)
      if err then
        say.error(err.message)
      elseif result.why and result.answer and result.why ~= '' then
        say.warn(result.why)
      end
    end, one.buf)
    if not asked then
      review.mark(one, ids, false)
      review.update(one.answer)
      say.error('the server has ended; repeat it to start the server again')
    end
  end)
end

local function decide(command)
  return function()
    local standing = current()
    if standing then
      send(command, standing.review, { standing.hunk.id })
    end
  end
end

--- All that wait of the answer that the current hunk belongs to, as one step.
local function decide_all(command)
  return function()
    local standing, _, found = current()
    if standing then
      local ids = vim
        .iter(found)
        :filter(function(other)
          return other.review == standing.review
        end)
        :map(function(other)
          return other.hunk.id
        end)
        :totable()
      send(command, standing.review, ids)
    end
  end
end

local function go(step)
  return function()
    local found = review.standing(vim.api.nvim_get_current_buf())
    local row = vim.api.nvim_win_get_cursor(0)[1] - 1
    local beyond = vim.iter(step > 0 and found or vim.iter(found):rev():totable()):find(function(standing)
      return (standing.row - row) * step > 0
    end)
    if beyond then
      vim.cmd("normal! m'")
      local last = vim.api.nvim_buf_line_count(0)
      vim.api.nvim_win_set_cursor(0, { math.min(beyond.row + 1, last), 0 })
    else
      say.info(#found == 0 and 'no change waits here' or 'no change waits any further')
    end
  end
end

--- The answer that the keys act on; nil where none is in review here.
---@return tierline.KeptAnswer?
function M.answer()
  local found = review.standing(buffer())
  local index = review.nearest(found, vim.api.nvim_win_get_cursor(0)[1] - 1)
  return index and found[index].review.answer
end

M.accept = decide('tierline.apply')
M.reject = decide('tierline.discard')
M.accept_all = decide_all('tierline.apply')
M.reject_all = decide_all('tierline.discard')
M.next = go(1)
M.previous = go(-1)

function M.diff()
  local standing = current()
  if standing then
    require('tierline.split').toggle(standing.review)
  end
end

--- By the names of the settings.
M.keys = {
  accept = M.accept,
  reject = M.reject,
  acceptAll = M.accept_all,
  rejectAll = M.reject_all,
  next = M.next,
  previous = M.previous,
  up = function()
    local answer = M.answer()
    require('tierline.kept').up(answer and answer.id)
  end,
  diff = M.diff,
}

return M
