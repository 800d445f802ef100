-- The whole client on 0.11+: `vim.lsp.enable('tierline')` attaches it to every file. On any version
-- `:Tierline` starts it, from this same table, for the buffer it is used in.

---@type vim.lsp.Config
return {
  cmd = require('tierline.config').get().cmd,
  root_markers = { '.git' },
  -- One server for all projects: the session's budget, tier and spend are the user's, not a folder's.
  reuse_client = function(client)
    return require('tierline.client').reusable(client)
  end,
  settings = {},
  before_init = function(params, config)
    -- Tells the server that answers are shown as they stream: it need not open them as files.
    local capabilities = params.capabilities
    local others = (capabilities.experimental or {}) --[[@as table]]
    capabilities.experimental = vim.tbl_extend('force', others, { tierline = true })
    -- Changed in place, for the client holds on to this very table. What vim.lsp.config() says wins.
    local settings = config.settings --[[@as table]]
    settings.tierline = require('tierline.config').server_settings(settings.tierline)
  end,
  on_init = function(client)
    require('tierline.client').ready(client)
  end,
  on_exit = function(code, _, client_id)
    vim.schedule(function()
      require('tierline.client').gone(client_id, code)
    end)
  end,
  handlers = {
    ['tierline/status'] = function(_, status)
      require('tierline.status').update(status)
    end,
    ['tierline/chunk'] = function(_, chunk)
      require('tierline.outcome').on_chunk(chunk)
    end,
    ['tierline/answer'] = function(_, answer)
      require('tierline.review').update(answer)
    end,
    ['workspace/applyEdit'] = function(_, params, ctx)
      return require('tierline.edit').apply(params, ctx)
    end,
  },
  commands = {
    -- A code action of the server: the same preview, notice and events as `:Tierline`.
    ['tierline.run'] = function(command, ctx)
      require('tierline.task').from_code_action(command, ctx)
    end,
  },
}
