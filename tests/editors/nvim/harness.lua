-- What every case shares: the plugin as installed, a file to work on, and ears for notices and events.
-- A case is run as `nvim --clean --headless -l cases/CASE.lua`; an assertion that fails ends it with status 1.
local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
local repository = vim.fs.dirname(vim.fs.dirname(vim.fs.dirname(here)))

local H = {
  plugin = repository .. '/editors/nvim',
  notices = {}, ---@type { text: string, level: integer }[]
  events = {}, ---@type { name: string, data: table }[]
}

H.CODE =
  'import math\n\n\ndef area(radius):\n    r = radius\n    return math.pi * r * r\n\n\nprint(area(2))\n'

--- Three faults that the stand-in mends, apart from each other.
H.FAULTY = [[
def mean(prices = []):
    total = 0
    for price in prices:
        if price == None:
            continue
        total += price
    try:
        return total / len(prices)
    except:
        return None
]]

vim.opt.runtimepath:prepend(H.plugin)
vim.cmd('filetype on')
vim.cmd.runtime('plugin/tierline.lua')

vim.notify = function(text, level)
  H.notices[#H.notices + 1] = { text = text, level = level }
end
vim.api.nvim_create_autocmd('User', {
  pattern = 'Tierline*',
  callback = function(args)
    H.events[#H.events + 1] = { name = args.match, data = args.data }
  end,
})

--- Point the plugin at the real server.
---@param flags? string[]  of `tierline serve`; the stand-in (`--sandbox`) unless told
---@param settings? table
function H.configure(flags, settings)
  local cmd = { assert(vim.env.TIERLINE_CMD, 'TIERLINE_CMD'), 'serve' }
  vim.list_extend(cmd, flags or { '--sandbox' })
  vim.g.tierline = vim.tbl_extend('force', { cmd = cmd }, settings or {})
end

--- Every tier answers with a model that takes its time, so that something can happen meanwhile.
H.SLOW = {
  models = { minimum = { 'sandbox/slow:free' }, default = { 'sandbox/slow' }, maximum = { 'sandbox/slow' } },
}

--- Edit a file with this text. Returns the buffer.
function H.edit(text, name)
  local path = vim.fs.joinpath(vim.env.CASE_DIR, name or 'circle.py')
  local file = assert(io.open(path, 'wb'))
  file:write(text)
  file:close()
  vim.cmd.edit(path)
  return vim.api.nvim_get_current_buf()
end

function H.text(buf)
  return table.concat(vim.api.nvim_buf_get_lines(buf, 0, -1, true), '\n') .. '\n'
end

function H.wait(what, condition)
  if not vim.wait(30000, condition, 10) then
    error(
      ('timed out: %s\nnotices %s\nevents %s'):format(what, vim.inspect(H.notices), vim.inspect(H.events))
    )
  end
end

function H.named(name)
  return vim.tbl_filter(function(event)
    return event.name == name
  end, H.events)
end

--- Wait until `count` requests have ended (1 unless told). Returns the data of the last event.
function H.finished(count)
  count = count or 1
  H.wait(count .. ' finished', function()
    return #H.named('TierlineRequestFinished') >= count
  end)
  return H.named('TierlineRequestFinished')[count].data
end

--- The buffer of the answer that is shown, or nil.
function H.answer()
  for _, win in ipairs(vim.api.nvim_list_wins()) do
    local buf = vim.api.nvim_win_get_buf(win)
    if vim.api.nvim_buf_get_name(buf):match('^tierline://') then
      return buf, win
    end
  end
end

--- What is to be seen of the changes in review, from the top: the line that goes (nil for none) and those that come.
---@return { row: integer, text: string?, added: string[] }[]
function H.hunks(buf)
  local ns = vim.api.nvim_create_namespace('tierline.review')
  local found, goes = {}, {}
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(buf, ns, 0, -1, { details = true })) do
    local row, details = mark[2], mark[4]
    if details.hl_group then
      for i = row, details.end_row - (details.end_col == 0 and 1 or 0) do
        goes[i] = vim.api.nvim_buf_get_lines(buf, i, i + 1, false)[1]
      end
    elseif details.virt_lines then
      local added = vim.tbl_map(function(line)
        local text = vim.iter(line):fold('', function(text, piece)
          return text .. piece[1]
        end)
        return (text:gsub('%s+$', ''))
      end, details.virt_lines)
      local hint = {}
      repeat
        table.insert(hint, 1, table.remove(added))
      until vim.startswith(hint[1], '╰')
      found[#found + 1] = { row = row, hint = table.concat(hint), added = added }
    end
  end
  for _, hunk in ipairs(found) do
    hunk.text = goes[hunk.row]
  end
  return found
end

--- Type as a user does, mappings and all.
function H.press(keys)
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(keys, true, false, true), 'xt', false)
end

function H.said(fragment)
  return vim.iter(H.notices):find(function(notice)
    return notice.text:find(fragment, 1, true) ~= nil
  end)
end

function H.eq(actual, expected, what)
  if not vim.deep_equal(actual, expected) then
    error(('%s\n  expected %s\n  got      %s'):format(what, vim.inspect(expected), vim.inspect(actual)), 2)
  end
end

return H
