-- Answers that the server keeps: shown again, decided on without a review, asked for once more.
local client = require('tierline.client')
local config = require('tierline.config')
local kinds = require('tierline.kinds')
local report = require('tierline.report')
local request = require('tierline.request')
local review = require('tierline.review')
local say = require('tierline.say')
local views = require('tierline.view')

local M = {}

--- Ask about an answer: the named one, else the newest of this buffer, else the newest of all.
---@param id? string
---@param callback fun(answer: tierline.KeptAnswer, server: vim.lsp.Client)
---@param anywhere? boolean  the newest of all will do
function M.with(id, callback, anywhere)
  local buf = vim.b.tierline_reviewed or vim.api.nvim_get_current_buf()
  local file = vim.bo[buf].buftype == '' and vim.api.nvim_buf_get_name(buf) ~= ''
  id = id or vim.b[buf].tierline_answer
  client.with(buf, file, function(problem, server)
    if problem then
      return say.error(problem)
    end
    local function ask(argument, missing)
      client.execute(server, 'tierline.lastAnswer', argument, function(err, answer)
        if err then
          say.error(err.message)
        elseif type(answer) == 'table' then
          callback(answer, server)
        else
          missing()
        end
      end, file and buf or nil)
    end
    local function none()
      say.info('there is no answer yet')
    end
    if id then
      ask({ id = id }, none)
    elseif not file then
      ask(vim.empty_dict(), none)
    else
      ask({ uri = vim.uri_from_bufnr(buf) }, anywhere and function()
        ask(vim.empty_dict(), none)
      end or none)
    end
  end)
end

--- Open an answer where it is best read: an edit that waits in its place, all else in a window.
---@param answer tierline.KeptAnswer
---@param server vim.lsp.Client
---@param job? tierline.Job  whose answer it is, just come; nil: the user asked to see it
function M.show(answer, server, job)
  local buf = vim.uri_to_bufnr(answer.uri)
  local reviewable = answer.state == 'pending' and answer.why == ''
  if reviewable and review.open(answer, server.offset_encoding) then
    if config.get().review == 'diff' then
      require('tierline.split').open(assert(review.get(answer.id)))
    end
    return
  end
  local view = job and job.view or views.create(tostring(answer.kind))
  local why = answer.why ~= '' and answer.why or answer.conflict
  local closed = answer.state == 'pending' and not vim.api.nvim_buf_is_loaded(buf)
  if closed then
    why = ('open %s, then `:Tierline last` shows it in its place'):format(
      vim.fn.fnamemodify(vim.uri_to_fname(answer.uri), ':~:.')
    )
  end
  local edits = not kinds.readable[answer.kind] and answer.state ~= 'applied'
  views.set_text(
    view,
    edits and report.kept(answer, why, vim.filetype.match({ filename = answer.uri })) or answer.text
  )
  views.set_title(view, report.answer(answer))
  views.about(view, answer)
  views.show(view, not job)
  if job and edits then
    say.warn('not applied, the answer is kept beside your text: ' .. why)
  end
end

--- Show the answer to a task that has just ended, which is kept.
---@param job tierline.Job
---@param id string
---@param done fun(problem: string?)
function M.came(job, id, done)
  local server = job.client_id and vim.lsp.get_client_by_id(job.client_id)
  local asked = server
    and client.execute(server, 'tierline.lastAnswer', { id = id }, function(err, answer)
      if err then
        return done(err.message)
      end
      -- Whatever goes wrong here, the task must end.
      local shown, problem = pcall(M.show, answer, server, job)
      done(not shown and ('the answer is kept, but could not be shown: ' .. problem) or nil)
    end, vim.api.nvim_buf_is_loaded(job.buf) and job.buf or nil)
  if not asked then
    done('the server has ended; the answer is kept: `:Tierline last`')
  end
end

function M.last()
  M.with(nil, function(answer, server)
    M.show(answer, server)
  end, true)
end

--- Decide on all that waits of an answer, in review or not.
local function decide(id, command, done)
  M.with(id, function(answer, server)
    client.execute(server, command, { id = answer.id }, function(err, result)
      if err then
        return say.error(err.message)
      end
      local now = result.answer or result
      review.update(now)
      if (result.why or '') ~= '' and result.answer then
        return say.warn(result.why)
      end
      say.news(done:format(now.kind))
    end)
  end)
end

---@param id? string  of the answer; nil: the newest of this buffer
function M.apply(id)
  decide(id, 'tierline.apply', '%s is in the text')
end

---@param id? string  of the answer; nil: the newest of this buffer
function M.discard(id)
  decide(id, 'tierline.discard', '%s is discarded')
end

local function ask_again(answer, command, argument)
  ---@diagnostic disable-next-line: missing-fields, param-type-mismatch  -- begin() fills in the rest
  request.begin({
    kind = answer.kind,
    buf = vim.uri_to_bufnr(answer.uri),
    uri = answer.uri,
    command = command,
    replaces = answer.id,
    argument = function()
      return argument
    end,
  })
end

--- Ask the same tier once more.
---@param id? string  of the answer; nil: the newest of this buffer
function M.again(id)
  M.with(id, function(answer)
    ask_again(answer, 'tierline.again', { id = answer.id })
  end)
end

--- Ask the next better tier, once the user has agreed to its price.
---@param id? string  of the answer; nil: the newest of this buffer
function M.up(id)
  M.with(id, function(answer)
    local step = answer.nextTier
    if type(step) ~= 'table' then
      return say.info(('the tier %s has answered already; there is no better one'):format(answer.tier))
    elseif step.refusal ~= '' then
      return say.warn(('%s can not be asked: %s'):format(step.tier, step.refusal))
    end
    local function go()
      ask_again(answer, 'tierline.oneTierUp', { id = answer.id, agreed = true })
    end
    if step.free then
      return go()
    end
    local price = type(step.costUsd) == 'number' and 'about ' .. report.cost(step.costUsd)
      or 'at a cost nobody knows'
    local prompt = ('Tierline: ask %s (%s), %s?'):format(step.tier, report.model(step.model), price)
    vim.ui.select({ 'Ask it', 'No' }, { prompt = prompt }, function(choice)
      if choice == 'Ask it' then
        go()
      end
    end)
  end)
end

return M
