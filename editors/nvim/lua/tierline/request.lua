-- A job's way to the server and back, and what may end it before.
local client = require('tierline.client')
local jobs = require('tierline.jobs')
local outcome = require('tierline.outcome')

local M = {}

local REQUEST_CANCELLED = -32800

local function on_reply(job, err, result)
  job.replied = true
  if not jobs.is_running(job) then
    return
  elseif not err then
    outcome.succeeded(job, result)
  elseif err.code == REQUEST_CANCELLED then
    outcome.cancelled(job)
  else
    outcome.failed(job, err.message)
  end
end

-- Neovim never calls the handler of a request that was answered with RequestCancelled. It does tell that the
-- request is complete, and calls the handler (if it will at all) right after that.
vim.api.nvim_create_autocmd('LspRequest', {
  group = vim.api.nvim_create_augroup('tierline.request', {}),
  callback = function(args)
    local data = args.data
    if data.request.type ~= 'complete' then
      return
    end
    for _, job in ipairs(jobs.all()) do
      if job.client_id == data.client_id and job.request_id == data.request_id then
        vim.schedule(function()
          if not job.replied then
            outcome.cancelled(job)
          end
        end)
      end
    end
  end,
})

local function send(job, problem, server)
  if not jobs.is_running(job) then
    return -- cancelled while the server started
  elseif problem then
    return outcome.failed(job, problem)
  end
  local argument = job.argument(server)
  if not argument then
    return outcome.failed(job, 'the buffer was closed before the task was sent')
  end
  job.client_id = server.id
  job.request_id = client.execute(server, job.command or 'tierline.run', argument, function(err, result)
    on_reply(job, err, result)
  end, job.buf)
  if not job.request_id then
    outcome.failed(job, 'the server has ended; repeat the command to start it again')
  end
end

--- Begin a job: start the server if need be, send, and see to it that the job ends.
---@param job tierline.Job
function M.begin(job)
  jobs.begin(job)
  client.with(job.buf, true, function(problem, server)
    send(job, problem, server)
  end)
end

--- Cancel all tasks. Those that are sent end when the server says so.
---@return integer  how many
function M.cancel()
  local all = jobs.all()
  local server
  for _, job in ipairs(all) do
    if job.request_id then
      server = job.client_id and vim.lsp.get_client_by_id(job.client_id)
    else
      outcome.cancelled(job)
    end
  end
  if server then
    -- First the server's own command, which stops the model; a cancelled request alone need not reach the
    -- command behind it. Then the request, so that it ends even where the command found nothing to stop.
    client.execute(server, 'tierline.cancel', vim.empty_dict(), function()
      for _, job in ipairs(all) do
        if jobs.is_running(job) then
          client.call(server, 'cancel_request', job.request_id)
        end
      end
    end)
  end
  return #all
end

--- The server's process has ended.
---@param client_id integer
function M.on_exit(client_id)
  for _, job in ipairs(jobs.all()) do
    if job.client_id == client_id then
      outcome.failed(
        job,
        'the server ended; repeat the command to start it again (:checkhealth tierline may say why)'
      )
    end
  end
end

return M
