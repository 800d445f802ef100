local H = dofile(vim.env.HARNESS)
-- An address where nobody listens: no machine that runs this may ask OpenRouter.
vim.env.TIERLINE_BASE_URL = 'http://127.0.0.1:9'
vim.env.OPENROUTER_API_KEY = nil
H.edit(H.CODE)
local function report()
  vim.cmd.checkhealth('tierline')
  local text = H.text(0)
  vim.cmd.bwipeout()
  return text
end
local function has(text, parts)
  for _, part in ipairs(parts) do
    assert(text:find(part), ('%q is not in %s'):format(part, text))
  end
end

H.configure({})
has(report(), {
  'the server is not running',
  'ERROR key: there is none.-:Tierline key',
  'ERROR network: http://127.0.0.1:9',
  'free models: 0 requests today',
})

vim.cmd('4,6Tierline document')
H.finished(1)
has(report(), { 'the server is running .- tier auto, %$0 in this session', 'ERROR key: there is none' })
vim.fn.inputsecret = function()
  return 'sk-or-v1-nobody-may-see-this'
end
vim.cmd.Tierline('key')
H.wait('the key is handed over', function()
  return H.said('until the server ends')
end)
H.wait('the status knows it', function()
  return require('tierline.status').current.state ~= 'noKey'
end)
local handed = report()
has(handed, { 'OK key: handed over' })
assert(not handed:find('nobody', 1, true), 'the key itself is shown')
require('tierline.client').call(vim.lsp.get_clients()[1], 'stop', true)
H.wait('the server has ended', function()
  return #vim.lsp.get_clients() == 0
end)

H.configure(nil, { colour = 'red' })
has(report(), {
  'WARNING vim.g.tierline.colour: there is no such setting',
  'key: not needed',
  'network: not needed',
  'free models: 0 requests today',
})
vim.cmd('4,6Tierline explain')
H.finished(2)
has(report(), { 'the server is running .- simulated', 'free models: %d+ requests? today' })

H.configure()
vim.g.tierline = { cmd = { 'no-such-program', 'serve' } }
has(report(), { 'ERROR "no%-such%-program" is not on the PATH' })
