-- A review side by side: the text as it would be beside the text as it is, in diff mode.
local keys = require('tierline.keys')

local M = {}

---@type table<table, { buf: integer, win: integer, home: integer }>  by review
local open = {}

local function write(review, buf)
  vim.bo[buf].modifiable = true
  vim.api.nvim_buf_set_lines(buf, 0, -1, true, vim.api.nvim_buf_get_lines(review.buf, 0, -1, true))
  local edits = vim
    .iter(require('tierline.review').standing(review.buf))
    :filter(function(standing)
      return standing.review == review
    end)
    :map(function(standing)
      return { range = standing.hunk.range, newText = standing.hunk.newText }
    end)
    :totable()
  vim.lsp.util.apply_text_edits(edits, buf, review.encoding)
  vim.bo[buf].modifiable = false
  vim.bo[buf].modified = false
  vim.bo[buf].buflisted = false
end

--- The row of the code that a row of the text as it would be came from.
---@param found tierline.Standing[]
---@param row integer  0-based
---@return integer
function M.row_in_code(found, row)
  local by = 0
  for _, standing in ipairs(found) do
    local first = standing.row + by
    local _, _, added =
      require('tierline.hunk').lines(standing.review.buf, standing.place, standing.hunk.newText)
    if row < first then
      break
    elseif row < first + math.max(#added, 1) then
      return standing.row
    end
    by = by + #added - standing.removed
  end
  return math.max(row - by, 0)
end

---@param review tierline.Review
function M.close(review)
  local shown = open[review]
  if not shown then
    return
  end
  open[review] = nil
  if vim.api.nvim_win_is_valid(shown.home) then
    vim.api.nvim_win_call(shown.home, function()
      vim.cmd.diffoff()
    end)
  end
  pcall(vim.api.nvim_win_close, shown.win, true)
  require('tierline.review').set_split(review, false)
end

--- Follow the text and what waits of it; close when nothing does.
---@param review tierline.Review
function M.refresh(review)
  local shown = open[review]
  if not shown then
    return
  end
  local waits = vim.iter(require('tierline.review').standing(review.buf)):any(function(standing)
    return standing.review == review
  end)
  if not waits then
    -- Not in the midst of what has brought it about.
    return vim.schedule(function()
      M.close(review)
    end)
  end
  write(review, shown.buf)
  vim.cmd.diffupdate()
end

---@param review tierline.Review
function M.open(review)
  local home = vim.fn.win_findbuf(review.buf)[1]
  if open[review] or not home then
    return
  end
  local buf = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_name(buf, ('tierline://diff/%d'):format(buf))
  vim.bo[buf].bufhidden = 'wipe'
  vim.bo[buf].undolevels = -1
  vim.bo[buf].filetype = vim.bo[review.buf].filetype
  vim.b[buf].tierline_reviewed = review.buf
  write(review, buf)
  local win = vim.api.nvim_open_win(buf, false, { split = 'right', win = home })
  open[review] = { buf = buf, win = win, home = home }
  for _, side in ipairs({ home, win }) do
    vim.api.nvim_win_call(side, function()
      vim.cmd.diffthis()
    end)
  end
  -- Diff mode has keys of its own to go from change to change.
  local actions = vim.tbl_extend('force', require('tierline.decide').keys, { next = ']c', previous = '[c' })
  keys.set(buf, 'review', actions)
  vim.keymap.set('n', 'q', function()
    M.close(review)
  end, { buffer = buf, nowait = true, desc = 'Tierline: close' })
  vim.api.nvim_create_autocmd('BufWipeout', {
    buffer = buf,
    once = true,
    callback = vim.schedule_wrap(function()
      M.close(review)
    end),
  })
  require('tierline.review').set_split(review, true)
end

---@param review tierline.Review
function M.toggle(review)
  if open[review] then
    M.close(review)
  else
    M.open(review)
  end
end

return M
