-- The last `tierline/status` of the server, and the text that a status line shows.
-- Requires nothing at the top: it is loaded at the first redraw of a status line that uses it.
local M = {
  text = '',
  ---@type tierline.Status?
  current = nil,
}

--- What a task runs through, for a status line; nothing while none runs.
local phases = {
  routing = 'choosing',
  waiting = 'waiting',
  streaming = 'writing',
  scoring = 'checking',
  escalating = 'asking a better model',
}

local function fire(name, data)
  require('tierline.events').fire(name, data)
end

local function tiers(status)
  local found = {}
  for _, task in ipairs(status and status.tasks or {}) do
    found[task.id] = task.tier ~= vim.NIL and task.tier or nil
  end
  return found
end

local function levels(status)
  local found = {}
  for _, cap in ipairs(status and status.caps or {}) do
    found[cap.span] = cap.level
  end
  return found
end

local moved = {} ---@type table<string, boolean>  tasks of which a change of tier was told

local function tell_moved(id, from, to)
  moved[id] = true
  fire('TierlineTierChanged', { scope = 'task', task = id, from = from, to = to })
end

local function tell(before, now)
  local mode = before and before.tierMode or require('tierline.config').get().tier or 'auto'
  if mode ~= now.tierMode then
    fire('TierlineTierChanged', { scope = 'session', from = mode, to = now.tierMode })
  end
  local earlier = tiers(before)
  for id, tier in pairs(tiers(now)) do
    if earlier[id] and earlier[id] ~= tier then
      tell_moved(id, earlier[id], tier)
    end
  end
  local was = levels(before)
  for _, cap in ipairs(now.caps) do
    if cap.level ~= 'under' and cap.level ~= (was[cap.span] or 'under') then
      fire('TierlineBudgetWarning', vim.deepcopy(cap))
    end
  end
end

local function text_of(status)
  if not status then
    return ''
  end
  local doing = phases[status.phase]
  local newest = status.tasks[#status.tasks]
  if not doing or not newest then
    return status.text
  end
  local more = #status.tasks > 1 and (' (%d run)'):format(#status.tasks) or ''
  return ('%s · %s: %s%s'):format(status.text, newest.kind, newest.stalled and 'silent' or doing, more)
end

--- A task has ended. Statuses are told no faster than they are read: one that was skipped may have had its new tier.
---@param result tierline.RunResult
function M.ended(result)
  if result.tier ~= result.decision.tier and not moved[result.id] then
    tell_moved(result.id, result.decision.tier, result.tier)
  end
  moved[result.id] = nil
end

---@param status tierline.Status?  nil: there is no server any more
function M.update(status)
  local before = M.current
  M.current = status
  local text = text_of(status)
  if text ~= M.text then
    M.text = text
    vim.cmd.redrawstatus({ bang = true })
  end
  if status then
    tell(before, status)
  end
end

return M
