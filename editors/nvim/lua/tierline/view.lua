-- A Markdown scratch buffer for what is to be read. It never takes the focus or moves the user's cursor.
local M = {}

---@class tierline.View
---@field buf integer

local count = 0
local window ---@type integer?  where the last answer was shown

--- A new, hidden buffer.
---@param name string  what it shows ('explain', 'models', …)
---@param no_answer? boolean  it can only be closed
---@return tierline.View
function M.create(name, no_answer)
  local buf = vim.api.nvim_create_buf(false, true)
  count = count + 1
  vim.api.nvim_buf_set_name(buf, ('tierline://%s/%d'):format(name, count))
  vim.bo[buf].bufhidden = 'hide'
  vim.bo[buf].swapfile = false
  vim.bo[buf].undolevels = -1
  vim.bo[buf].modifiable = false
  -- What the user's own file type plugins do must not keep the answer away.
  local ok, problem = pcall(function()
    vim.bo[buf].filetype = 'markdown'
  end)
  if not ok then
    require('tierline.say').warn('a file type plugin for markdown failed: ' .. tostring(problem))
  end
  pcall(vim.treesitter.start, buf, 'markdown')
  local actions = require('tierline.answer').keys
  require('tierline.keys').set(buf, 'answer', no_answer and { close = actions.close } or actions)
  vim.b[buf].tierline_no_answer = no_answer
  return { buf = buf }
end

--- Tell a view which answer it shows: then it can be asked about, and asked for once more.
---@param view tierline.View
---@param answer tierline.KeptAnswer
function M.about(view, answer)
  if vim.api.nvim_buf_is_valid(view.buf) then
    vim.b[view.buf].tierline_answer = answer.id
    vim.b[view.buf].tierline_uri = answer.uri
  end
end

local function float()
  local width = math.min(100, math.floor(vim.o.columns * 0.6))
  local height = math.max(3, math.floor(vim.o.lines * 0.4))
  return {
    relative = 'editor',
    anchor = 'SE',
    row = vim.o.lines - vim.o.cmdheight - 1,
    col = vim.o.columns,
    width = width,
    height = height,
    border = 'rounded',
    style = 'minimal',
  }
end

local function placement()
  local kind = require('tierline.config').get().window
  if kind == 'float' then
    return float()
  elseif kind == 'vsplit' then
    return { split = 'right', win = -1, width = math.floor(vim.o.columns / 2) }
  end
  return { split = 'below', win = -1, height = math.max(3, math.floor(vim.o.lines / 3)) }
end

--- The line above an answer: which tier and model, what it cost and why, and the keys that there is room for besides.
---@return string  as for 'winbar'
function M.bar()
  local win = vim.g.statusline_winid or vim.api.nvim_get_current_win()
  local shown = vim.b[vim.api.nvim_win_get_buf(win)]
  local title = shown.tierline_title or ''
  local width = vim.api.nvim_win_get_width(win)
  local free = shown.tierline_no_answer and 0 or width - vim.fn.strdisplaywidth(title)
  local keys, used = require('tierline.hint').answer(free)
  if vim.fn.strdisplaywidth(title) > width - used then
    title = vim.fn.strcharpart(title, 0, width - used - 1) .. '…'
  end
  return title:gsub('%%', '%%%%') .. '%=' .. keys
end

local function dress(win)
  local options = vim.wo[win][0]
  options.winbar = "%!v:lua.require'tierline.view'.bar()"
  options.wrap = true
  options.linebreak = true
  options.number = false
  options.relativenumber = false
  options.signcolumn = 'no'
end

--- Show the view in this tab page, in the window of an earlier answer if that is still open.
---@param view tierline.View
---@param focus? boolean  go there: the user asked for it
function M.show(view, focus)
  if #vim.fn.win_findbuf(view.buf) == 0 then
    local here = window
      and vim.api.nvim_win_is_valid(window)
      and vim.api.nvim_win_get_tabpage(window) == vim.api.nvim_get_current_tabpage()
      and vim.api.nvim_buf_get_name(vim.api.nvim_win_get_buf(window)):match('^tierline://')
    if window and here then
      vim.api.nvim_win_set_buf(window, view.buf)
    else
      -- Not possible from the command-line window: the text is in the buffer all the same.
      local opened, win = pcall(vim.api.nvim_open_win, view.buf, false, placement())
      window = opened and win or nil
    end
    if window then
      dress(window)
    end
  end
  local win = vim.fn.win_findbuf(view.buf)[1]
  if focus and win then
    vim.api.nvim_set_current_win(win)
  end
end

local function change(view, edit)
  if not vim.api.nvim_buf_is_valid(view.buf) then
    return
  end
  vim.bo[view.buf].modifiable = true
  edit(view.buf)
  vim.bo[view.buf].modifiable = false
end

---@param view tierline.View
---@param delta string
function M.append(view, delta)
  change(view, function(buf)
    vim.api.nvim_buf_set_text(buf, -1, -1, -1, -1, vim.split(delta, '\n', { plain = true }))
  end)
end

---@param view tierline.View
---@return string
function M.text(view)
  return vim.api.nvim_buf_is_valid(view.buf)
      and table.concat(vim.api.nvim_buf_get_lines(view.buf, 0, -1, true), '\n')
    or ''
end

--- Replace the text, unless it is that already: a reader's place in it is not lost for nothing.
---@param view tierline.View
---@param text string
function M.set_text(view, text)
  if M.text(view) ~= text then
    change(view, function(buf)
      vim.api.nvim_buf_set_lines(buf, 0, -1, true, vim.split(text, '\n', { plain = true }))
    end)
  end
end

---@param view tierline.View
---@param title string  shown above the text
function M.set_title(view, title)
  if vim.api.nvim_buf_is_valid(view.buf) then
    vim.b[view.buf].tierline_title = title
    vim.cmd.redrawstatus({ bang = true })
  end
end

return M
