-- Edits that wait, reviewed in their place. The server knows what waits and puts it into the text; here it is shown.
local draw = require('tierline.draw')
local hint = require('tierline.hint')
local hunks = require('tierline.hunk')
local keys = require('tierline.keys')

local M = {}

---@class tierline.Review
---@field answer tierline.KeptAnswer
---@field buf integer
---@field encoding string
---@field drawn table<string, tierline.Drawn>  by hunk id
---@field sent table<string, boolean>  hunks on their way to the server
---@field split boolean  shown side by side instead

---@class tierline.Standing
---@field review tierline.Review
---@field hunk tierline.HunkInfo
---@field place tierline.Place
---@field row integer  first line that goes, or before which lines come
---@field removed integer

local reviews = {} ---@type table<string, tierline.Review>  by the answer's id
local group = vim.api.nvim_create_augroup('tierline.review', {})

--- The hunks of a buffer that wait, from its top.
---@param buf integer
---@return tierline.Standing[]
function M.standing(buf)
  local found = {}
  for _, review in pairs(reviews) do
    if review.buf == buf and vim.api.nvim_buf_is_loaded(buf) then
      for _, hunk in ipairs(review.answer.hunks) do
        local drawn = review.drawn[hunk.id]
        local place = drawn and not review.sent[hunk.id] and draw.place(buf, drawn)
        if place then
          local row, removed = hunks.lines(buf, place, hunk.newText)
          found[#found + 1] = { review = review, hunk = hunk, place = place, row = row, removed = removed }
        end
      end
    end
  end
  table.sort(found, function(one, other)
    if one.row ~= other.row then
      return one.row < other.row
    end
    return one.hunk.id < other.hunk.id
  end)
  return found
end

--- The one that keys act on: under the cursor of the window, else the next one below it, else the last.
---@param found tierline.Standing[]
---@param row integer  0-based
---@return integer?  index
function M.nearest(found, row)
  for i, standing in ipairs(found) do
    if row < standing.row + math.max(standing.removed, 1) then
      return i
    end
  end
  return #found > 0 and #found or nil
end

local function cursor_row(buf)
  local win = vim.api.nvim_get_current_buf() == buf and vim.api.nvim_get_current_win()
    or vim.fn.win_findbuf(buf)[1]
  return win and vim.api.nvim_win_get_cursor(win)[1] - 1 or 0
end

local function redraw(buf)
  local found = M.standing(buf)
  local current = M.nearest(found, cursor_row(buf))
  for i, standing in ipairs(found) do
    local review, id = standing.review, standing.hunk.id
    local words = hint.line(i, #found, i == current and review.answer or nil)
    review.drawn[id] =
      draw.hunk(buf, standing.place, standing.hunk.newText, words, review.drawn[id], not review.split)
  end
  vim.b[buf].tierline_current = current
  return found
end

-- Virtual lines are as wide as the window.
vim.api.nvim_create_autocmd('WinResized', {
  group = group,
  callback = function()
    for _, review in pairs(reviews) do
      redraw(review.buf)
    end
  end,
})

local function leave(buf)
  keys.unset(buf, 'review')
  vim.api.nvim_clear_autocmds({ group = group, buffer = buf })
end

local function enter(buf)
  keys.set(buf, 'review', require('tierline.decide').keys)
  vim.api.nvim_clear_autocmds({ group = group, buffer = buf })
  vim.api.nvim_create_autocmd('CursorMoved', {
    group = group,
    buffer = buf,
    callback = function()
      if M.nearest(M.standing(buf), cursor_row(buf)) ~= vim.b[buf].tierline_current then
        redraw(buf)
      end
    end,
  })
end

local function clear(review, id)
  if review.drawn[id] then
    draw.clear(review.buf, review.drawn[id])
    review.drawn[id] = nil
  end
end

local function refresh(review)
  local buf = review.buf
  if not vim.api.nvim_buf_is_loaded(buf) then
    review.drawn = {}
    return
  end
  for _, hunk in ipairs(review.answer.hunks) do
    local waits = hunk.state == 'pending'
    local drawn = review.drawn[hunk.id]
    local place = waits and not review.sent[hunk.id] and draw.wanted(buf, hunk, review.encoding, drawn)
    if place then
      review.drawn[hunk.id] = draw.hunk(buf, place, hunk.newText, {}, drawn, not review.split)
    elseif not (waits and review.sent[hunk.id]) then
      clear(review, hunk.id)
    end
  end
  if #redraw(buf) > 0 then
    enter(buf)
  else
    leave(buf)
  end
  if review.split then
    require('tierline.split').refresh(review)
  end
end

--- Take a newer state of an answer that is in review; others are none of ours.
---@param answer tierline.KeptAnswer
function M.update(answer)
  local review = reviews[answer.id]
  if not review then
    return
  end
  local before = review.answer
  review.answer = answer
  refresh(review)
  if
    answer.conflict ~= ''
    and answer.conflict ~= before.conflict
    and vim.api.nvim_buf_is_loaded(review.buf)
  then
    require('tierline.say').news(answer.conflict .. '; the answer is kept: :Tierline last')
  end
end

--- Review an answer in its place. The cursor and the focus stay where they are.
---@param answer tierline.KeptAnswer
---@param encoding string  of its positions
---@return boolean  false: nothing of it can be shown there
function M.open(answer, encoding)
  local buf = vim.uri_to_bufnr(answer.uri)
  local waits = vim.iter(answer.hunks):any(function(hunk)
    return hunk.state == 'pending'
  end)
  if not waits or not vim.api.nvim_buf_is_loaded(buf) then
    return false
  end
  local review = reviews[answer.id] or { buf = buf, drawn = {}, sent = {}, split = false }
  review.answer, review.encoding, review.buf = answer, encoding, buf
  reviews[answer.id] = review
  refresh(review)
  return #M.standing(buf) > 0
end

---@param id string  the answer's
---@return tierline.Review?
function M.get(id)
  return reviews[id]
end

--- Show an answer no longer; at the server it waits still.
---@param id string
function M.close(id)
  local review = reviews[id]
  if review then
    reviews[id] = nil
    for hunk in pairs(review.drawn) do
      clear(review, hunk)
    end
    if #redraw(review.buf) == 0 then
      leave(review.buf)
    end
  end
end

--- Hunks that are about to become text must not be seen twice.
---@param buf integer
function M.applying(buf)
  for _, review in pairs(reviews) do
    for id in pairs(review.buf == buf and review.sent or {}) do
      clear(review, id)
    end
  end
end

--- Note hunks that are on their way to the server, or back.
---@param review tierline.Review
---@param ids string[]
---@param sent boolean
function M.mark(review, ids, sent)
  for _, id in ipairs(ids) do
    review.sent[id] = sent or nil
    if sent and review.drawn[id] then
      draw.busy(review.buf, review.drawn[id])
    end
  end
  if vim.api.nvim_buf_is_loaded(review.buf) then
    redraw(review.buf)
  end
end

--- Show a review side by side, or in its place again.
---@param review tierline.Review
---@param split boolean
function M.set_split(review, split)
  review.split = split
  refresh(review)
end

return M
