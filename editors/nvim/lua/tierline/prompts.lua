-- Commands that come from prompt files. The server knows them; here is what it said last.
local client = require('tierline.client')

local M = {}

---@class tierline.Prompt
---@field name string
---@field kind string
---@field needsInstruction boolean
---@field origin 'shipped'|'user'|'project'

local known = {} ---@type table<string, tierline.Prompt>

local function ask(server, buf, callback)
  client.execute(server, 'tierline.commands', { uri = vim.uri_from_bufnr(buf) }, function(err, result)
    if not err then
      known = {}
      for _, command in ipairs(result.commands) do
        if command.origin ~= 'shipped' then
          known[command.name] = command
        end
      end
    end
    callback(err and err.message)
  end)
end

--- The names that are known now; asks a running server anew, for the next time.
---@return string[]
function M.names()
  local server = client.get()
  if server and server.initialized then
    ask(server, vim.api.nvim_get_current_buf(), function() end)
  end
  return vim.tbl_keys(known)
end

--- Hand over the prompt of a name, or why there is none. Starts the server: only it knows.
---@param name string
---@param callback fun(problem: string?, prompt: tierline.Prompt?)
function M.find(name, callback)
  local buf = vim.api.nvim_get_current_buf()
  client.with(buf, false, function(problem, server)
    if problem then
      return callback(problem)
    end
    ask(server, buf, function(failed)
      local unknown = ('there is no task %q; press <Tab> after `:Tierline ` to see them'):format(name)
      callback(failed or (not known[name] and unknown or nil), known[name])
    end)
  end)
end

return M
