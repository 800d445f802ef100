-- What the user sees of a task: its text while it comes, and how it ended.
local jobs = require('tierline.jobs')
local kinds = require('tierline.kinds')
local report = require('tierline.report')
local say = require('tierline.say')
local views = require('tierline.view')

local M = {}

local function open_view(job)
  if not job.view then
    job.view = views.create(job.kind)
    views.set_title(job.view, job.kind .. ' · running')
    views.show(job.view)
  end
  return job.view
end

--- A `tierline/chunk`. Text that is to replace the selection is not shown before it is whole.
---@param chunk { id: string, attempt: integer, delta: string, kind: string, uri: string }
function M.on_chunk(chunk)
  local job = jobs.of_chunk(chunk)
  if not job or not kinds.readable[job.kind] then
    return
  end
  local view = open_view(job)
  if chunk.attempt > job.attempt then
    job.attempt = chunk.attempt
    views.set_text(view, '')
  end
  views.append(view, chunk.delta)
end

---@param job tierline.Job
---@param sentence string  the server's, or ours
function M.failed(job, sentence)
  if not jobs.is_running(job) then
    return
  end
  if job.view then
    views.set_title(job.view, 'failed: ' .. sentence)
  end
  say.error(sentence)
  jobs.finish(job, 'failed', { error = sentence })
end

---@param job tierline.Job
function M.cancelled(job)
  if not jobs.is_running(job) then
    return
  end
  if job.view then
    views.set_title(job.view, job.kind .. ' · cancelled')
  end
  say.news(job.kind .. ' cancelled')
  jobs.finish(job, 'cancelled')
end

---@param job tierline.Job
---@param result table  RunResult
function M.succeeded(job, result)
  local line = report.result(result)
  if result.state == 'applied' then
    say.news(line)
  else
    local view = open_view(job)
    local kept = result.state == 'kept'
    views.set_text(view, kept and report.kept(result, vim.bo[job.buf].filetype) or result.text)
    views.set_title(view, line)
    if kept then
      say.warn('not applied, the answer is kept beside your text: ' .. result.why)
    end
  end
  jobs.finish(job, result.state, { result = result })
end

return M
