-- The OpenRouter key, from the user's fingers to the server's memory: no file, no log, no history of ours has it.
local client = require('tierline.client')
local say = require('tierline.say')

local M = {}

local function hand_over(key, done)
  client.with(vim.api.nvim_get_current_buf(), false, function(problem, server)
    if problem then
      return say.error(problem)
    end
    client.call(server, 'request', 'tierline/setKey', { key = key }, function(err, result)
      if err or not result.ok then
        return say.error(err and err.message or 'the server did not take the key')
      end
      say.info(done)
    end)
  end)
end

--- Ask for the key, unseen, and give it to the server for as long as that runs.
function M.ask()
  local answered, key = pcall(vim.fn.inputsecret, 'OpenRouter key (not shown, not kept): ')
  key = answered and vim.trim(key) or ''
  if key == '' then
    return say.info('the key stays as it was')
  end
  hand_over(key, 'the key is used until the server ends; `tierline login` keeps one in the keyring')
end

--- Make the server forget a key that it was given.
function M.forget()
  hand_over('', 'the key that was handed over is forgotten')
end

return M
