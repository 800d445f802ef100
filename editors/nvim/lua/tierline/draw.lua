-- Hunks in the buffer: lines that go are highlighted, lines that come are virtual. Extmarks hold their places.
local hunks = require('tierline.hunk')

local M = {}

local ns = vim.api.nvim_create_namespace('tierline.review')

for name, link in pairs({
  TierlineDelete = 'DiffDelete',
  TierlineAdd = 'DiffAdd',
  TierlineHint = 'Comment',
  TierlineHintKey = 'Special',
}) do
  vim.api.nvim_set_hl(0, name, { link = link, default = true })
end

---@class tierline.Drawn  ids of extmarks
---@field place integer  covers what goes
---@field lines? integer  bears the virtual lines

---@alias tierline.Chunks [string, string][]  text and highlight group, as for virtual lines

--- Cells that a line of text has in the narrowest window of a buffer. Virtual lines are cut there, and never wrapped.
local function room(buf)
  local cells = vim.o.columns
  for _, win in ipairs(vim.fn.win_findbuf(buf)) do
    cells = math.min(cells, vim.api.nvim_win_get_width(win) - vim.fn.getwininfo(win)[1].textoff)
  end
  return math.max(cells, 20)
end

--- The pieces of a line that fit, each as wide as there is room, for a line that comes looks like a line.
---@param text string
---@param buf integer
---@param cells integer
local function wrapped(text, buf, cells)
  local rest = text:gsub('\t', (' '):rep(vim.bo[buf].tabstop))
  local lines = {}
  repeat
    local count = vim.fn.strchars(rest:sub(1, cells * 4)) -- a character has four bytes at most
    while vim.fn.strdisplaywidth(vim.fn.strcharpart(rest, 0, count)) > cells do
      count = count - 1
    end
    local piece = vim.fn.strcharpart(rest, 0, count)
    rest = rest:sub(#piece + 1)
    local free = math.max(cells - vim.fn.strdisplaywidth(piece), 0) ---@type integer
    lines[#lines + 1] = { { piece .. (' '):rep(free), 'TierlineAdd' } }
  until rest == ''
  return lines
end

--- A hint of several parts, of which none is cut: what has no room begins a line of its own.
---@param parts tierline.Chunks[]
---@param cells integer
---@return tierline.Chunks[]
local function flowing(parts, cells)
  local lines, used = { {} }, 0
  for _, part in ipairs(parts) do
    local width = 0
    for _, chunk in ipairs(part) do
      width = width + vim.fn.strdisplaywidth(chunk[1])
    end
    if used > 0 and used + width > cells then
      lines[#lines + 1], used = {}, 0
    end
    vim.list_extend(lines[#lines], part)
    used = used + width
  end
  return lines
end

--- Virtual lines above the first line of all are not seen unless a window is scrolled up for them.
local function make_room(buf, height)
  for _, win in ipairs(vim.fn.win_findbuf(buf)) do
    vim.api.nvim_win_call(win, function()
      local view = vim.fn.winsaveview()
      if view.topline == 1 and view.topfill < height then
        view.topfill = height
        vim.fn.winrestview(view)
      end
    end)
  end
end

--- Draw a hunk, or draw it anew.
---@param buf integer
---@param place tierline.Place
---@param new_text string
---@param hint tierline.Chunks[]  its parts, for the line below it
---@param drawn? tierline.Drawn  what stands for it so far
---@param shown boolean  false: only hold its place
---@return tierline.Drawn
function M.hunk(buf, place, new_text, hint, drawn, shown)
  local count = vim.api.nvim_buf_line_count(buf)
  local row, removed, added = hunks.lines(buf, place, new_text)
  local covers = place.row ~= place.end_row or place.col ~= place.end_col
  local id = vim.api.nvim_buf_set_extmark(buf, ns, math.min(place.row, count), place.col, {
    id = drawn and drawn.place,
    end_row = covers and math.min(place.end_row, count) or nil,
    end_col = covers and place.end_col or nil,
    end_right_gravity = covers and false or nil,
    hl_group = covers and shown and 'TierlineDelete' or nil,
    hl_eol = covers and shown or nil,
    priority = 150,
    strict = false,
  })
  local cells, virtual = room(buf), {}
  for _, text in ipairs(added) do
    vim.list_extend(virtual, wrapped(text, buf, cells))
  end
  vim.list_extend(virtual, flowing(hint, cells))
  local above = removed == 0 and row < count
  local lines = drawn and drawn.lines
  if shown then
    lines = vim.api.nvim_buf_set_extmark(
      buf,
      ns,
      above and row or math.min(row + math.max(removed, 1), count) - 1,
      0,
      {
        id = lines,
        virt_lines = virtual,
        virt_lines_above = above,
        priority = 150,
      }
    )
    if above and row == 0 then
      make_room(buf, #virtual)
    end
  elseif lines then
    vim.api.nvim_buf_del_extmark(buf, ns, lines)
    lines = nil
  end
  return { place = id, lines = lines }
end

--- Where a hunk is now.
---@param buf integer
---@param drawn tierline.Drawn
---@return tierline.Place?  nil: its mark is gone
function M.place(buf, drawn)
  local row, col, details =
    unpack(vim.api.nvim_buf_get_extmark_by_id(buf, ns, drawn.place, { details = true }))
  if row then
    return { row = row, col = col, end_row = details.end_row or row, end_col = details.end_col or col }
  end
end

--- Where to draw a hunk that waits. One that is drawn already moves by itself, and faster than the server tells.
---@param buf integer
---@param hunk tierline.HunkInfo
---@param encoding string
---@param drawn? tierline.Drawn
---@return tierline.Place?  nil: what it would change is not there any more
function M.wanted(buf, hunk, encoding, drawn)
  local told = hunks.place(buf, hunk.range --[[@as lsp.Range]], encoding)
  local there = drawn and M.place(buf, drawn)
  -- Once the server has been told all that was typed, its places are today's.
  local settled = vim.lsp.util.buf_versions[buf] == vim.api.nvim_buf_get_changedtick(buf)
  if there and not settled and hunks.same(hunks.text(buf, there), hunk.oldText) then
    return there
  end
  return hunks.same(hunks.text(buf, told), hunk.oldText) and told or nil
end

--- Show that a hunk is being decided on: its keys hold no longer.
---@param buf integer
---@param drawn tierline.Drawn
function M.busy(buf, drawn)
  local mark = drawn.lines and vim.api.nvim_buf_get_extmark_by_id(buf, ns, drawn.lines, { details = true })
  if not mark or not mark[3] then
    return
  end
  local lines = mark[3].virt_lines or {}
  while #lines > 0 and vim.startswith(lines[#lines][1][2], 'TierlineHint') do
    table.remove(lines)
  end
  table.insert(lines, { { '╰ …', 'TierlineHint' } })
  vim.api.nvim_buf_set_extmark(buf, ns, mark[1], mark[2], {
    id = drawn.lines,
    virt_lines = lines,
    virt_lines_above = mark[3].virt_lines_above,
    priority = 150,
  })
end

---@param buf integer
---@param drawn tierline.Drawn
function M.clear(buf, drawn)
  if vim.api.nvim_buf_is_valid(buf) then
    vim.api.nvim_buf_del_extmark(buf, ns, drawn.place)
    if drawn.lines then
      vim.api.nvim_buf_del_extmark(buf, ns, drawn.lines)
    end
  end
end

return M
