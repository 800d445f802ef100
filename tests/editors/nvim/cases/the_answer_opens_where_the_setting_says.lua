local H = dofile(vim.env.HARNESS)
local home = vim.api.nvim_get_current_win()
local views = require('tierline.view')
local function opened(window)
  vim.g.tierline = { window = window }
  local view = views.create('explain')
  views.set_text(view, 'words')
  views.show(view)
  local win = vim.fn.win_findbuf(view.buf)[1]
  H.eq(vim.api.nvim_get_current_win(), home, window .. ': focus')
  local shape = {
    float = vim.api.nvim_win_get_config(win).relative ~= '',
    wide = vim.api.nvim_win_get_width(win) == vim.o.columns,
  }
  local again = views.create('review')
  views.show(again)
  H.eq(vim.fn.win_findbuf(again.buf), { win }, window .. ': an open answer window is used again')
  vim.api.nvim_win_close(win, true)
  return shape
end
H.eq(opened('split'), { float = false, wide = true }, 'split')
H.eq(opened('vsplit'), { float = false, wide = false }, 'vsplit')
H.eq(opened('float'), { float = true, wide = false }, 'float')
