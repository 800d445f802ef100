-- The tasks that have not ended yet. Whatever happens to one, it ends exactly once.
local events = require('tierline.events')
local targets = require('tierline.target')

local M = {}

---@class tierline.Job
---@field number integer
---@field kind string
---@field buf integer
---@field uri string
---@field command? string  the server's; 'tierline.run' unless told
---@field argument fun(client: vim.lsp.Client): table?  of the command; nil: the buffer is gone
---@field target? tierline.Target
---@field client_id? integer
---@field request_id? integer
---@field replied? boolean  the server has answered; what is left is to show it
---@field run_id? string  the task's id at the server; where the server chose it, known from the first chunk on
---@field attempt integer  of the chunks shown; 0 before the first
---@field view? tierline.View
---@field preview? tierline.Preview
---@field replaces? string  id of the kept answer that this one is to be better than

local running = {} ---@type tierline.Job[]  oldest first
local started = 0
local session = ('nvim-%x-%x'):format(vim.uv.os_getpid(), vim.uv.hrtime())

local function event(name, job, more)
  events.fire(
    name,
    vim.tbl_extend('error', { id = job.number, kind = job.kind, bufnr = job.buf }, more or {})
  )
end

---@param job tierline.Job
function M.begin(job)
  started = started + 1
  job.number = started
  job.attempt = 0
  table.insert(running, job)
  event('TierlineRequestStarted', job)
end

--- A name for the server to know the task by: unlike any other's, for the answer is kept under it.
---@param job tierline.Job
---@return string
function M.name(job)
  job.run_id = ('%s-%d'):format(session, job.number)
  return job.run_id
end

---@param job tierline.Job
---@return boolean
function M.is_running(job)
  return vim.list_contains(running, job)
end

--- End a job. A second call does nothing.
---@param job tierline.Job
---@param state string  'applied', 'answered', 'kept', 'failed' or 'cancelled'
---@param more? table  { error = … } or { result = … }, for the event
function M.finish(job, state, more)
  for i, other in ipairs(running) do
    if other == job then
      table.remove(running, i)
      if job.target then
        targets.clear(job.target)
      end
      event('TierlineRequestFinished', job, vim.tbl_extend('error', { state = state }, more or {}))
      return
    end
  end
end

--- A copy: the list may be changed while it is walked.
---@return tierline.Job[]
function M.all()
  return vim.list_slice(running)
end

--- The job a chunk belongs to. The first chunk of a run that the server named tells its id.
---@param chunk tierline.Chunk
---@return tierline.Job?
function M.of_chunk(chunk)
  local known = vim.iter(running):find(function(job)
    return job.run_id == chunk.id
  end)
  local job = known
    or vim.iter(running):find(function(other)
      return not other.run_id and other.kind == chunk.kind and other.uri == chunk.uri
    end)
  if job then
    job.run_id = chunk.id
    event('TierlineChunk', job, { delta = chunk.delta, attempt = chunk.attempt, seq = chunk.seq })
  end
  return job
end

return M
