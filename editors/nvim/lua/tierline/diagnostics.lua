-- What Neovim knows to be wrong within a range: only the editor has it, from all servers and linters.
local M = {}

local function position(buf, row, col, encoding)
  row = math.min(row, vim.api.nvim_buf_line_count(buf) - 1)
  return { line = row, character = vim.lsp.util.character_offset(buf, row, col, encoding) }
end

--- Those that touch a range, without our own.
---@param buf integer
---@param range lsp.Range
---@param encoding string
---@return tierline.DiagnosticInfo[]
function M.within(buf, range, encoding)
  return vim
    .iter(vim.diagnostic.get(buf))
    :filter(function(found)
      local last = range['end'].line - (range['end'].character == 0 and 1 or 0)
      return found.source ~= 'tierline'
        and found.lnum <= last
        and (found.end_lnum or found.lnum) >= range.start.line
    end)
    :map(function(found)
      return {
        range = {
          start = position(buf, found.lnum, found.col, encoding),
          ['end'] = position(buf, found.end_lnum or found.lnum, found.end_col or found.col, encoding),
        },
        message = found.message,
        severity = found.severity,
        source = found.source,
      }
    end)
    :totable()
end

return M
