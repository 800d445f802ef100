-- workspace/applyEdit, answered truthfully: Neovim's own handler skips a stale edit and says `applied` still.
local M = {}

--- Whether the buffer has changed since the version that the server knows. Neovim itself takes version 0
--- (every document's until its first change) for "unknown" and applies the edit to whatever stands there.
local function stale(change)
  local document = change.textDocument
  if not document or type(document.version) ~= 'number' then
    return false
  end
  return (vim.lsp.util.buf_versions[vim.uri_to_bufnr(document.uri)] or 0) > document.version
end

--- End the current undo step, so that one `u` takes back the edit and nothing typed before or after it.
local function close_undo_step(buf)
  if vim.api.nvim_buf_is_loaded(buf) then
    vim.api.nvim_buf_call(buf, function()
      vim.cmd('let &l:undolevels = &l:undolevels')
    end)
  end
end

--- Without the labels, unless one asks the user: Neovim tells of them in lines that wait for <Enter>.
local function quiet(edit)
  local asks = vim.iter(edit.changeAnnotations or {}):any(function(_, annotation)
    return annotation.needsConfirmation
  end)
  if asks then
    return edit
  end
  local changes = vim.deepcopy(edit.documentChanges)
  for _, change in ipairs(changes or {}) do
    for _, text_edit in ipairs(change.edits or {}) do
      text_edit.annotationId = nil
    end
  end
  return vim.tbl_extend('force', edit, { documentChanges = changes })
end

--- Change a buffer so that one `u` takes it back.
---@param buf integer
---@param change fun()
function M.as_one_step(buf, change)
  close_undo_step(buf)
  change()
  close_undo_step(buf)
end

--- Any request makes Neovim send the changes that it still holds back: the server then sees them at once.
local function send_changes(client, buf)
  require('tierline.client').execute(client, 'tierline.status', nil, function(err, status)
    if not err then
      require('tierline.status').update(status)
    end
  end, buf)
end

---@param params lsp.ApplyWorkspaceEditParams
---@param ctx lsp.HandlerContext
---@return lsp.ApplyWorkspaceEditResult
function M.apply(params, ctx)
  local client = assert(vim.lsp.get_client_by_id(ctx.client_id))
  local changes = params.edit.documentChanges or {}
  if vim.iter(changes):any(stale) then
    send_changes(client)
    return { applied = false, failureReason = 'the text was changed meanwhile' }
  end
  local buffers = vim
    .iter(changes)
    :map(function(change)
      return change.textDocument and vim.uri_to_bufnr(change.textDocument.uri)
    end)
    :totable()
  vim.iter(buffers):each(require('tierline.review').applying)
  vim.iter(buffers):each(close_undo_step)
  local ok, problem = pcall(vim.lsp.util.apply_workspace_edit, quiet(params.edit), client.offset_encoding)
  vim.iter(buffers):each(close_undo_step)
  if ok then
    -- The server believes what it sees. Neovim tells the first of several changes at once and the others later.
    send_changes(client, buffers[1])
    return { applied = true }
  end
  return { applied = false, failureReason = (tostring(problem):gsub('^.-:%d+: ', '')) }
end

return M
