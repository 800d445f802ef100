-- Where a hunk of the server lies in a buffer, and how its text looks in whole lines. Pure, but for reading lines.
local M = {}

---@class tierline.Place  0-based; columns are bytes
---@field row integer
---@field col integer
---@field end_row integer
---@field end_col integer

local function byte_of(line, character, encoding)
  if encoding == 'utf-8' then
    return math.min(character, #line)
  elseif vim.fn.has('nvim-0.11') == 1 then
    return vim.str_byteindex(line, encoding, character, false)
  end
  local known, byte = pcall(vim.str_byteindex, line, character, encoding == 'utf-16')
  return known and byte or #line
end

--- The bytes of an LSP range, kept within the buffer.
---@param buf integer
---@param range lsp.Range
---@param encoding string
---@return tierline.Place
function M.place(buf, range, encoding)
  local count = vim.api.nvim_buf_line_count(buf)
  local function position(at)
    if at.line >= count then
      return count, 0
    end
    local line = vim.api.nvim_buf_get_lines(buf, at.line, at.line + 1, true)[1]
    return at.line, byte_of(line, at.character, encoding)
  end
  local row, col = position(range.start)
  local end_row, end_col = position(range['end'])
  return { row = row, col = col, end_row = end_row, end_col = end_col }
end

--- What stands there. The end of the last line counts as a line end, whether the file has one or not.
---@param buf integer
---@param place tierline.Place
---@return string
function M.text(buf, place)
  local count = vim.api.nvim_buf_line_count(buf)
  if place.end_row < count then
    local lines = vim.api.nvim_buf_get_text(buf, place.row, place.col, place.end_row, place.end_col, {})
    return table.concat(lines, '\n')
  elseif place.row >= count then
    return ''
  end
  return table.concat(vim.api.nvim_buf_get_text(buf, place.row, place.col, -1, -1, {}), '\n') .. '\n'
end

--- The whole lines that go, and those that come in their place.
---@param buf integer
---@param place tierline.Place
---@param new_text string
---@return integer first  0-based row of the first line that goes, or before which lines come
---@return integer removed  how many go
---@return string[] added
function M.lines(buf, place, new_text)
  local new = new_text:gsub('\r\n?', '\n')
  local count = vim.api.nvim_buf_line_count(buf)
  local whole = place.col == 0 and place.end_col == 0
  if whole and (new == '' or new:sub(-1) == '\n') then
    return place.row,
      math.min(place.end_row, count) - place.row,
      new == '' and {} or vim.split(new:sub(1, -2), '\n', { plain = true })
  end
  local function line(row)
    return vim.api.nvim_buf_get_lines(buf, row, row + 1, false)[1] or ''
  end
  local head = line(place.row):sub(1, place.col)
  local tail = line(place.end_row):sub(place.end_col + 1)
  local last = math.min(place.end_row, count - 1)
  return place.row, last - place.row + 1, vim.split(head .. new .. tail, '\n', { plain = true })
end

--- Whether the same text, line ends aside.
---@param one string
---@param other string
---@return boolean
function M.same(one, other)
  local function plain(text)
    return (text:gsub('\r\n?', '\n'):gsub('\n$', ''))
  end
  return plain(one) == plain(other)
end

return M
