-- The server's values in words. Pure: tables in, text out.
local M = {}

---@param usd number|userdata|nil  null and nil mean that nobody knows
---@return string
function M.cost(usd)
  if type(usd) ~= 'number' then
    return 'cost unknown'
  elseif usd == 0 then
    return '$0'
  elseif usd < 0.0001 then
    return '<$0.0001'
  end
  return (usd < 1 and '$%.4f' or '$%.2f'):format(usd)
end

---@param id string  OpenRouter id
---@return string  without the vendor
function M.model(id)
  return (id:gsub('^.*/', ''))
end

local function parts(...)
  return table.concat(
    vim.tbl_filter(function(part)
      return part ~= '' and part ~= vim.NIL
    end, { ... }),
    ' · '
  )
end

--- tier · model · cost · reason
---@param result table  RunResult, or a KeptAnswer
---@return string
function M.result(result)
  -- After an escalation it is not the decision's.
  local tier = result.tier
  if result.escalated then
    tier = tier .. ' (escalated)'
  end
  return parts(tier, M.model(result.model), M.cost(result.costUsd), result.decision.reason)
end

--- The same of a kept answer.
---@param answer tierline.KeptAnswer
---@return string
function M.answer(answer)
  return parts(answer.tier, M.model(answer.model), M.cost(answer.costUsd), answer.decision.reason)
end

--- The last decision.
---@param last table  Status.last
---@return string
function M.why(last)
  local cost = last.state == 'running' and 'running' or M.cost(last.costUsd)
  local reason = last.reason ~= '' and ('rule %s: %s'):format(last.rule, last.reason) or ''
  return parts(last.kind, last.tier, M.model(last.model or ''), cost, reason, last.error or '')
end

--- What a task would be answered by, before it is paid for.
---@param route table  { decision, profile }
---@return string
function M.route(route)
  local decision, profile = route.decision, route.profile
  return parts(
    decision.tier,
    M.model(decision.model),
    ('rule %s: %s'):format(decision.rule, decision.reason),
    profile.complexity
  )
end

---@param usage table
---@return string
function M.usage(usage)
  local tiers = {}
  for _, tier in ipairs({ 'minimum', 'default', 'maximum' }) do
    local row = usage.byTier[tier]
    if row and row.calls > 0 then
      tiers[#tiers + 1] = ('%s %d (%s)'):format(tier, row.calls, M.cost(row.costUsd))
    end
  end
  local unknown = usage.unknownCosts > 0 and ('%d of unknown cost'):format(usage.unknownCosts) or ''
  local calls = ('%d call%s'):format(usage.calls, usage.calls == 1 and '' or 's')
  return parts('this session: ' .. calls, M.cost(usage.costUsd), unknown, table.concat(tiers, ', '))
end

local function price(usd)
  return type(usd) == 'number' and ('%.2f'):format(usd) or '?'
end

local guessed = { estimated = true, unknown = true }

--- A score; with `~` where no benchmark measured it.
local function score(figure, format)
  if type(figure) ~= 'table' then
    return '?'
  end
  return (guessed[figure.origin] and '~' or '') .. format:format(figure.value)
end

---@param models table  { asOf, tiers }
---@return string  Markdown
function M.models(models)
  local lines = { '# Models as of ' .. tostring(models.asOf), '', 'Scores with `~` are estimated.' }
  for _, tier in ipairs(models.tiers) do
    local width = 5
    for _, model in ipairs(tier.models) do
      width = math.max(width, #model.id)
    end
    -- As wide as their columns, to be read without a renderer.
    local row = '| %-' .. width .. 's | %10s | %14s | %7s | %6s |'
    vim.list_extend(lines, {
      '',
      '## ' .. tier.tier,
      '',
      row:format('model', 'prompt $/M', 'completion $/M', 'overall', 'value'),
      ('|%s|%s:|%s:|%s:|%s:|'):format(
        ('-'):rep(width + 2),
        ('-'):rep(11),
        ('-'):rep(15),
        ('-'):rep(8),
        ('-'):rep(7)
      ),
    })
    for _, model in ipairs(tier.models) do
      lines[#lines + 1] = row:format(
        model.id,
        price(model.promptUsdPerMtok),
        price(model.completionUsdPerMtok),
        score(model.overall, '%.1f'),
        score(model.value, '%.0f')
      )
    end
  end
  return table.concat(lines, '\n')
end

--- An edit that is not in the text: why, and the answer in full.
---@param answer tierline.KeptAnswer
---@param why string
---@param filetype string?
---@return string  Markdown
function M.kept(answer, why, filetype)
  local text = answer.text
  if type(answer.newText) == 'string' and not text:find('```', 1, true) then
    text = ('```%s\n%s\n```'):format(filetype or '', (answer.newText:gsub('\n$', '')))
  end
  local reason = why ~= '' and ('**Not applied:** %s\n\n'):format(why) or ''
  local diff = answer.diff ~= '' and ('\n\n```diff\n%s\n```'):format((answer.diff:gsub('\n$', ''))) or ''
  return reason .. text .. diff
end

return M
