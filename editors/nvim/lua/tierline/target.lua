-- Which text a task is about, held by an extmark until the task has ended.
local M = {}

local ns = vim.api.nvim_create_namespace('tierline.target')
vim.api.nvim_set_hl(0, 'TierlineTarget', { link = 'LspReferenceText', default = true })

---@class tierline.Target
---@field buf integer
---@field mark integer  extmark id; it moves with the edits made before the request is sent

--- Why the server can't work on a buffer; nil if it can.
---@param buf integer
---@param edits boolean  whether the answer is to replace text
---@return string?
function M.refusal(buf, edits)
  local name = vim.api.nvim_buf_get_name(buf)
  if vim.bo[buf].buftype ~= '' or name:match('^%a[%w+.-]+://') then
    return 'this buffer is not a file; go to the window with your code first'
  elseif name == '' then
    return 'this buffer has no name yet; save it first with :write NAME'
  elseif edits and not vim.bo[buf].modifiable then
    return "this buffer can't be changed; `:set modifiable` first"
  end
end

-- Grammars agree on the last word of a whole function's node: function_definition, method_declaration,
-- function_item. `function_declarator`, `function_call` and the like are not.
local defines = { definition = true, declaration = true, item = true }

--- Whole lines of the function around the cursor, as treesitter sees it; nil without parser or function.
local function enclosing_function(buf)
  local found, parser = pcall(vim.treesitter.get_parser, buf)
  if not found or not parser then
    return nil
  end
  parser:parse()
  local row = math.max(vim.fn.line('.'), 1) - 1
  local node = vim.treesitter.get_node({ bufnr = buf, pos = { row, vim.fn.indent(row + 1) } })
  while node do
    local type = node:type()
    if (type:find('function') or type:find('method')) and defines[type:match('_(%a+)$')] then
      local parent = node:parent()
      if parent and parent:type() == 'decorated_definition' then
        node = parent
      end
      local first, _, last, last_col = node:range()
      return { first + 1, last_col == 0 and last or last + 1 }
    end
    node = node:parent()
  end
end

--- The last Visual selection, to the character, if `range` is that selection; else nil.
---@return integer[]?  first row, first column, last row, end column (0-based, end-exclusive bytes)
local function characterwise(range)
  local first, last = vim.fn.getpos("'<"), vim.fn.getpos("'>")
  if vim.fn.visualmode() ~= 'v' or first[2] ~= range[1] or last[2] ~= range[2] then
    return nil
  end
  local line = vim.fn.getline(last[2]) --[[@as string]]
  local stop = math.min(last[3], #line)
  if vim.o.selection == 'exclusive' then
    stop = stop - (last[3] <= #line and 1 or 0)
  elseif stop > 0 then
    stop = stop + vim.str_utf_end(line, stop)
  end
  return { first[2] - 1, first[3] - 1, last[2] - 1, stop }
end

--- Mark bytes of a buffer: rows and columns count from 0, the end is exclusive.
---@return tierline.Target
function M.of_bytes(buf, row, col, end_row, end_col)
  local mark = vim.api.nvim_buf_set_extmark(buf, ns, row, col, {
    end_row = end_row,
    end_col = end_col,
    hl_group = 'TierlineTarget',
    right_gravity = false,
    end_right_gravity = true,
    strict = false,
  })
  return { buf = buf, mark = mark }
end

--- Mark what a task is about, as the server has told it.
---@param buf integer
---@param range lsp.Range
---@param encoding string
---@return tierline.Target
function M.of_range(buf, range, encoding)
  local place = require('tierline.hunk').place(buf, range, encoding)
  return M.of_bytes(buf, place.row, place.col, place.end_row, place.end_col)
end

--- Mark what the task is about in the current buffer.
---@param range? integer[]  first and last line (1-based, inclusive); nil: choose by the cursor
---@return tierline.Target
function M.mark(range)
  local buf = vim.api.nvim_get_current_buf()
  local exact = range and characterwise(range)
  if not exact then
    -- In a command of Neovim's own command line (`nvim -c`) the cursor is before the first line.
    local here = math.max(vim.fn.line('.'), 1)
    local first, last = unpack(range or enclosing_function(buf) or { here, here })
    exact = { first - 1, 0, last - 1, #vim.fn.getline(last) }
  end
  return M.of_bytes(buf, unpack(exact))
end

---@param target tierline.Target
---@param encoding 'utf-8'|'utf-16'|'utf-32'  the client's offset_encoding
---@return lsp.Range?  nil: the buffer is gone
function M.lsp_range(target, encoding)
  if not vim.api.nvim_buf_is_loaded(target.buf) then
    return nil
  end
  local row, col, details =
    unpack(vim.api.nvim_buf_get_extmark_by_id(target.buf, ns, target.mark, { details = true }))
  local function position(line, byte)
    return {
      line = line,
      character = vim.lsp.util.character_offset(target.buf, line, byte, encoding),
    }
  end
  return { start = position(row, col), ['end'] = position(details.end_row, details.end_col) }
end

---@param target tierline.Target
function M.clear(target)
  if vim.api.nvim_buf_is_valid(target.buf) then
    vim.api.nvim_buf_del_extmark(target.buf, ns, target.mark)
  end
end

return M
