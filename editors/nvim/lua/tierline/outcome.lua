-- What the user sees of a task: its text while it comes, and how it ended.
local jobs = require('tierline.jobs')
local kinds = require('tierline.kinds')
local previews = require('tierline.preview')
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

local function preview(job, chunk)
  if not require('tierline.config').get().preview then
    return
  end
  job.preview = job.preview or previews.open(job.buf, 'tierline ' .. job.kind)
  previews.add(job.preview, chunk.delta, chunk.attempt > job.attempt)
end

--- A `tierline/chunk`. What is to become text is shown apart from it: it is not whole yet, and not agreed to.
---@param chunk tierline.Chunk
function M.on_chunk(chunk)
  local job = jobs.of_chunk(chunk)
  if not job then
    return
  end
  if chunk.delta == '' and not job.view then
    -- Nothing to be shown yet, and perhaps never.
    return
  end
  if kinds.readable[job.kind] then
    local view = open_view(job)
    if chunk.attempt > job.attempt then
      views.set_text(view, '')
    end
    views.append(view, chunk.delta)
  else
    preview(job, chunk)
  end
  job.attempt = chunk.attempt
end

local function finish(job, state, more)
  if job.preview then
    previews.close(job.preview)
  end
  jobs.finish(job, state, more)
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
  finish(job, 'failed', { error = sentence })
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
  finish(job, 'cancelled')
end

--- The answer is kept by the server: shown as that has it, by its place in today's text.
local function show(job, result)
  if job.replaces then
    require('tierline.review').close(job.replaces)
  end
  require('tierline.kept').came(job, result.id, function(problem)
    if problem then
      return M.failed(job, problem)
    end
    if job.view then
      views.set_title(job.view, report.result(result))
    end
    finish(job, result.state, { result = result })
  end)
end

---@param job tierline.Job
---@param result tierline.RunResult
function M.succeeded(job, result)
  require('tierline.status').ended(result)
  local line = report.result(result)
  if result.state ~= 'applied' then
    if not kinds.readable[job.kind] then
      say.news(line)
    end
    return show(job, result)
  end
  say.news(line)
  if type(result.createdUri) == 'string' then
    say.info('the tests are in ' .. vim.fn.fnamemodify(vim.uri_to_fname(result.createdUri), ':~:.'))
  end
  finish(job, 'applied', { result = result })
end

return M
