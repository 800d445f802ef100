-- `vim.g.tierline`: a table, or a function that returns one. What is wrong is named and left out.
local M = {}

local schema = require('tierline.schema')

local function validate(path, value, check, expected)
  local name = 'vim.g.tierline.' .. path
  if vim.fn.has('nvim-0.11') == 1 then
    return pcall(vim.validate, name, value, check, expected)
  end
  ---@diagnostic disable-next-line: param-type-mismatch, missing-parameter  -- the form of 0.10
  return pcall(vim.validate, { [name] = { value, check, expected } })
end

local function set(settings, keys, value)
  for i = 1, #keys - 1 do
    settings[keys[i]] = settings[keys[i]] or {}
    settings = settings[keys[i]]
  end
  settings[keys[#keys]] = value
end

--- Every leaf of `raw`, by path; a group ('budget') is walked into if it is a table.
local function leaves(raw, prefix, found)
  for key, value in pairs(raw) do
    local path = prefix .. tostring(key)
    local group = vim.iter(schema.rows):any(function(entry)
      return vim.startswith(entry.path, path .. '.')
    end)
    if group and type(value) == 'table' then
      leaves(value, path .. '.', found)
    else
      found[path] = value
    end
  end
  return found
end

--- Check what the user wrote.
---@param raw any
---@return table settings  those that hold
---@return string[] problems  one line for each value that was left out
function M.parse(raw)
  if type(raw) == 'function' then
    raw = raw()
  end
  if raw == nil then
    return {}, {}
  end
  if type(raw) ~= 'table' then
    return {}, { 'vim.g.tierline: expected a table or a function that returns one, got ' .. type(raw) }
  end
  local settings, problems, known = {}, {}, {}
  local found = leaves(raw, '', {})
  for _, entry in ipairs(schema.rows) do
    known[entry.path] = true
    local value = found[entry.path]
    if value ~= nil then
      local ok, problem = validate(entry.path, value, entry.check, entry.expected)
      if ok then
        set(settings, vim.split(entry.path, '.', { plain = true }), value)
      else
        problems[#problems + 1] = tostring(problem):gsub('^.-:%d+: ', '')
      end
    end
  end
  for path in vim.spairs(found) do
    if not known[path] then
      problems[#problems + 1] = ('vim.g.tierline.%s: there is no such setting'):format(path)
    end
  end
  return settings, problems
end

--- The settings with defaults, problems left out. Read anew at each call: nothing to invalidate.
---@return table settings, string[] problems
function M.get()
  local settings, problems = M.parse(vim.g.tierline)
  return vim.tbl_deep_extend('keep', settings, schema.defaults), problems
end

--- The section `tierline` that the server pulls by workspace/configuration.
---@param override? table  what vim.lsp.config('tierline', { settings = … }) says; it wins
---@return table
function M.server_settings(override)
  local settings = M.parse(vim.g.tierline)
  for _, name in ipairs(schema.client_only) do
    settings[name] = nil
  end
  settings = vim.tbl_deep_extend('force', settings, override or {})
  return next(settings) and settings or vim.empty_dict()
end

return M
