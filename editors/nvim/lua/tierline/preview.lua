-- An edit while it is written, in a corner of the window with the code. It moves nothing and can't be entered.
local M = {}

---@class tierline.Preview
---@field buf integer
---@field win? integer

local HEIGHT = 8

local function place(code)
  local win = vim.fn.win_findbuf(code)[1]
  if not win or vim.api.nvim_win_get_tabpage(win) ~= vim.api.nvim_get_current_tabpage() then
    return nil
  end
  local width, height = vim.api.nvim_win_get_width(win), vim.api.nvim_win_get_height(win)
  if width < 40 or height < HEIGHT + 4 then
    return nil
  end
  return {
    relative = 'win',
    win = win,
    anchor = 'NE',
    row = 0,
    col = width,
    width = math.min(72, math.floor(width * 0.5)),
    height = HEIGHT,
    style = 'minimal',
    border = 'rounded',
    focusable = false,
    zindex = 20,
    noautocmd = true,
  }
end

--- Show that a task writes. Where there is no room, or the code is not on the screen, nothing is shown.
---@param code integer  buffer that the edit is for
---@param title string
---@return tierline.Preview
function M.open(code, title)
  local buf = vim.api.nvim_create_buf(false, true)
  vim.bo[buf].bufhidden = 'wipe'
  vim.bo[buf].undolevels = -1
  local where = place(code)
  if where then
    where.title = (' %s '):format(title)
  end
  local opened, win = pcall(vim.api.nvim_open_win, buf, false, where or {})
  if not opened then
    return { buf = buf }
  end
  vim.wo[win][0].wrap = false
  pcall(vim.treesitter.start, buf, 'markdown')
  return { buf = buf, win = win }
end

--- Show more of the text, or another one from its beginning.
---@param preview tierline.Preview
---@param delta string
---@param anew boolean
function M.add(preview, delta, anew)
  if not vim.api.nvim_buf_is_valid(preview.buf) then
    return
  end
  if anew then
    vim.api.nvim_buf_set_lines(preview.buf, 0, -1, true, {})
  end
  vim.api.nvim_buf_set_text(preview.buf, -1, -1, -1, -1, vim.split(delta, '\n', { plain = true }))
  if preview.win and vim.api.nvim_win_is_valid(preview.win) then
    vim.api.nvim_win_set_cursor(preview.win, { vim.api.nvim_buf_line_count(preview.buf), 0 })
  end
end

---@param preview tierline.Preview
function M.close(preview)
  if preview.win and vim.api.nvim_win_is_valid(preview.win) then
    vim.api.nvim_win_close(preview.win, true)
  end
  if vim.api.nvim_buf_is_valid(preview.buf) then
    vim.api.nvim_buf_delete(preview.buf, { force = true })
  end
end

return M
