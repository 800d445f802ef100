---@meta
-- What is said between clients and `tierline serve`, beyond standard LSP. Made from the server's own models by `python server/protocol_types`; don't edit it.

---Argument of `tierline.again`: the same once more, of the same tier.
---@class tierline.AgainParams
---@field id string

---The tasks that can be compared, and an estimate of what MAXIMUM would have cost for them.
---@class tierline.AlwaysMaximum
---@field tasks integer
---@field costUsd number
---@field estimateUsd number
---@field savedUsd number

---`pending`: an edit that waits for the user; `partly`: some hunks are in the text and none waits;
---`answered`: for reading.
---@alias tierline.AnswerState "pending"|"applied"|"partly"|"discarded"|"answered"

---A kept answer in a list.
---@class tierline.AnswerSummary
---@field id string
---@field uri string
---@field kind tierline.Kind
---@field at number When it came, in seconds of the epoch.
---@field tier tierline.Tier
---@field model string
---@field costUsd number|nil
---@field state tierline.AnswerState
---@field title string Its first words.

---Result of `tierline.answers`, the newest first.
---@class tierline.Answers
---@field answers tierline.AnswerSummary[]

---Argument of `tierline.answers`.
---@class tierline.AnswersParams
---@field uri? string|nil Only those of this document.

---Result of `tierline.apply`.
---@class tierline.ApplyResult
---@field id string
---@field state tierline.AnswerState
---@field why string Why something is not in the text; empty where all of it is.
---@field applied string[] Ids of the hunks that are in the text now and were not before.
---@field answer tierline.KeptAnswer

---One model that was asked, or passed over; `error` is empty where it answered.
---@class tierline.AttemptInfo
---@field model string
---@field tier tierline.Tier
---@field atS number When, in seconds of the epoch.
---@field error string
---@field skipped boolean Whether nothing was sent, because it rests after failures.
---@field judges boolean Whether it was asked for its opinion of another's answer.
---@field costUsd number|nil
---@field cached boolean Whether no call was made for it: the answer is one that was paid for before.

---Argument of `tierline.cancel`; without an id everything that runs is cancelled.
---@class tierline.CancelParams
---@field id? string|nil

---Result of `tierline.cancel`.
---@class tierline.Cancelled
---@field cancelled integer

---A cap that the user set, and how far it is used up.
---@class tierline.CapInfo
---@field span "session"|"day"|"month" Day and month are the user's own, over all editors and the command line.
---@field capUsd number
---@field usedUsd number Spent, at risk because a cost is not known yet, or set aside for calls on their way.
---@field level "under"|"soft"|"hard" From `soft` on money is tight and rules save it; at `hard` only free models are asked.

---Payload of the notification `tierline/chunk`; a higher `attempt` starts the preview anew.
---@class tierline.Chunk
---@field id string
---@field attempt integer
---@field seq integer Counts the chunks of the task from 0, over all attempts.
---@field delta string What has come since the last chunk; empty for an attempt that has just begun.
---@field kind tierline.Kind
---@field uri string

---Argument of `tierline.clearFindings`.
---@class tierline.ClearFindingsParams
---@field uri? string The document; without one, all of them.

---Result of `tierline.clearFindings`.
---@class tierline.Cleared
---@field cleared integer How many findings were shown and are no more.

---Something that can be asked for by name: `kind` and, unless it is a shipped one, `prompt` of the task.
---@class tierline.CommandInfo
---@field name string
---@field title string
---@field kind tierline.Kind What it behaves as.
---@field edits boolean Whether the answer takes the place of the selection.
---@field needsInstruction boolean
---@field origin "shipped"|"user"|"project"
---@field file string Where the words stand; empty for the shipped ones.

---Result of `tierline.commands`.
---@class tierline.Commands
---@field commands tierline.CommandInfo[]

---Argument of `tierline.commands`; with a document, the commands of its project count too.
---@class tierline.CommandsParams
---@field uri? string

---Argument of `tierline.commitMessage`.
---@class tierline.CommitMessageParams
---@field uri string Of a file or folder in the repository whose staged diff is meant.

---How hard the task looks, before any model is called.
---@alias tierline.Complexity "simple"|"moderate"|"complex"

---Which tier and model, by which rule, and why.
---@class tierline.DecisionInfo
---@field tier tierline.Tier
---@field model string
---@field models string[]
---@field rule string
---@field reason string

---LSP's diagnostic, as far as it matters here; its other members are ignored.
---@class tierline.DiagnosticInfo
---@field range tierline.Range
---@field message string
---@field severity? integer
---@field source? string

---What a call would take; `null` where it can't be known. An escalation would come on top.
---@class tierline.ExpectedInfo
---@field tier tierline.Tier|nil `null` for a model that the user named.
---@field model string The one that is asked first; empty where the tier has none.
---@field promptTokens integer
---@field completionTokens integer|nil
---@field completionTokensBetween [integer, integer]|nil The ends of the model's 90% interval; `completionTokens` is its middle.
---@field costUsd number|nil
---@field costUsdBetween [number, number]|nil
---@field worstCaseUsd number|nil What the caps are checked on.
---@field allowed boolean
---@field refusal string Why it would not be sent; empty where it is allowed.

---Result of `tierline.feedback`.
---@class tierline.Feedback
---@field known boolean Whether there is such a task of this connection, still remembered.

---Argument of `tierline.feedback`: what the user made of an answer, where only the client can tell.
---@class tierline.FeedbackParams
---@field taskId string The `id` of the result.
---@field fate "accepted"|"rejected"

---A figure with its 90% interval; `origin` is measured, inherited, estimated or unknown.
---@class tierline.FigureInfo
---@field value number
---@field low number
---@field high number
---@field origin string

---One thing that a review found.
---@class tierline.FindingInfo
---@field range tierline.Range
---@field severity integer LSP's: error 1, warning 2, information 3, hint 4.
---@field message string
---@field fix string What would mend it, in words; empty where nothing was said.

---Payload of the notification `tierline/finished`: exactly one for each `tierline/started`.
---@class tierline.Finished
---@field id string
---@field uri string
---@field kind tierline.Kind
---@field state "applied"|"answered"|"kept"|"failed"|"cancelled"
---@field why string Why an edit is not in the text; empty where it is.
---@field error string The sentence, where the task failed.
---@field code string The error's name for programs; empty where there is none.
---@field tier tierline.Tier|nil
---@field model string
---@field costUsd number|nil
---@field score tierline.ScoreInfo|nil

---How far the account's limits on free models are used up.
---@class tierline.FreeLimits
---@field today integer Requests since midnight in UTC, over all editors and the command line.
---@field perDay integer|nil `null` where the account has not said it; it is 50 or 1,000 then.
---@field thisMinute integer Of this process.
---@field perMinute integer
---@field spentUntilS number|nil Seconds of the epoch until which no free model is asked; `null` where they are.

---A cap, and how far it is used up.
---@class tierline.HeldCap
---@field span "session"|"day"|"month"
---@field capUsd number
---@field usedUsd number
---@field level "under"|"soft"|"hard"

---One change of an answer, which can be accepted or rejected by itself.
---@class tierline.HunkInfo
---@field id string The same for as long as the answer is kept, wherever the hunk stands.
---@field range tierline.Range Where it stands in today's text.
---@field oldText string
---@field newText string
---@field state "pending"|"accepted"|"rejected"|"conflict"

---Argument of `tierline.apply` and `tierline.discard`.
---@class tierline.HunksParams
---@field id string
---@field hunks? string[]|nil Ids of hunks; all that are pending where none are named.

---How much a wrong answer would hurt.
---@alias tierline.Importance "normal"|"critical"

---An answer that was paid for, as it stands to the text of today. Payload of `tierline/answer` too.
---@class tierline.KeptAnswer
---@field id string The task's.
---@field uri string
---@field kind tierline.Kind
---@field instruction string
---@field at number When it came, in seconds of the epoch.
---@field tier tierline.Tier
---@field model string
---@field provider string
---@field score tierline.ScoreInfo
---@field costUsd number|nil
---@field decision tierline.DecisionInfo
---@field state tierline.AnswerState
---@field why string Why it is not in the text; empty where it is, or where it just waits to be reviewed.
---@field text string The whole answer as the model wrote it.
---@field newText string|nil What takes the place of the target, for kinds that edit.
---@field range tierline.Range|nil The target in today's text; `null` where it is lost.
---@field conflict string What stands against putting it into the text; empty where nothing does.
---@field hunks tierline.HunkInfo[] Empty for an answer to read.
---@field diff string Unified diff of what still waits against today's text; in a conflict, of the whole answer.
---@field simulated boolean Whether the sandbox answered instead of OpenRouter.
---@field cached boolean Whether the answer is one that was paid for before.
---@field other tierline.OtherAnswer|nil The other of two answers, to be shown beside the one that counts.
---@field nextTier tierline.NextTier|nil `null` where there is no better tier.

---Result of `tierline/setKey`.
---@class tierline.KeySet
---@field ok boolean

---What the user asks to be done: with the selection, but for `commit`.
---@alias tierline.Kind "explain"|"fix"|"refactor"|"test"|"document"|"review"|"edit"|"ask"|"generate"|"optimize"|"translate"|"commit"

---Argument of `tierline.lastAnswer`: the named one, or the newest (of a document).
---@class tierline.LastAnswerParams
---@field id? string|nil
---@field uri? string|nil

---The task that runs, or the one that ended last.
---@class tierline.LastTask
---@field id string
---@field kind tierline.Kind
---@field tier tierline.Tier|nil
---@field model string
---@field rule string
---@field reason string
---@field costUsd number|nil
---@field masked tierline.MaskedInfo[] What kinds of secrets were kept back from the models.
---@field state "running"|"applied"|"answered"|"kept"|"failed"|"cancelled"
---@field error string
---@field cached boolean Whether the answer is one that was paid for before.

---How many different secrets of a kind were masked; never which.
---@class tierline.MaskedInfo
---@field kind string
---@field count integer

---One message, as it would leave.
---@class tierline.MessageInfo
---@field role string
---@field content string

---One model of a tier; `null` where nothing is known. Prices are USD per million tokens.
---@class tierline.ModelInfo
---@field id string
---@field name string
---@field promptUsdPerMtok number|nil
---@field completionUsdPerMtok number|nil
---@field averageUsdPerMtok number|nil
---@field contextLength integer|nil
---@field overall tierline.FigureInfo|nil
---@field value tierline.FigureInfo|nil
---@field criteria tierline.FigureInfo|nil
---@field ability tierline.FigureInfo|nil
---@field sources string[] Ids in the snapshot's table of sources.

---Result of `tierline.models`.
---@class tierline.Models
---@field asOf string Day of the listing, `YYYY-MM-DD`.
---@field strategy string
---@field tiers tierline.TierInfo[]

---The step up from an answer's tier.
---@class tierline.NextTier
---@field tier tierline.Tier
---@field model string The one that would be asked first.
---@field costUsd number|nil What is expected of it.
---@field free boolean
---@field refusal string Why it would not be asked; empty where it would.

---Argument of `tierline.oneTierUp`.
---@class tierline.OneTierUpParams
---@field id string
---@field agreed? boolean Whether the user has seen the price and agreed; if not, the server asks.

---The other of two answers, after an escalation or a step up.
---@class tierline.OtherAnswer
---@field id string Under which it is kept by itself, to be put into the text in the place of the first; empty if it is not.
---@field text string
---@field newText string|nil
---@field model string
---@field tier tierline.Tier
---@field score tierline.ScoreInfo
---@field costUsd number|nil

---What the newest task is at; where none runs, what the connection is at.
---@alias tierline.Phase "idle"|"routing"|"waiting"|"streaming"|"scoring"|"escalating"|"coolingDown"|"noKey"|"overCap"

---One thing that would be sent, and about how many tokens it is.
---@class tierline.PieceInfo
---@field name string
---@field tokens integer

---LSP's position; `character` counts units of the negotiated encoding.
---@class tierline.Position
---@field line integer
---@field character integer

---Result of `tierline.preview`, whose argument is that of `tierline.run`: nothing was sent or spent.
---@class tierline.PreviewResult
---@field decision tierline.DecisionInfo
---@field messages tierline.MessageInfo[] Secrets are masked in them.
---@field pieces tierline.PieceInfo[] What the messages are made of, in order.
---@field leftOut string[] A clause for each thing that did not fit, or that may not be sent.
---@field promptTokens integer
---@field contextLength integer|nil What the model can read and write, in tokens.
---@field maxTokens integer|nil The most that the answer may have; `null` where the task would be refused.
---@field worstCaseUsd number|nil
---@field refusal string Why it would not be sent; empty where nothing stands against it.

---USD per million tokens, prompt and completion, before and after.
---@class tierline.PriceChangeInfo
---@field id string
---@field before [number, number]
---@field after [number, number]

---What the classifier made of the task.
---@class tierline.ProfileInfo
---@field kind tierline.Kind
---@field complexity tierline.Complexity
---@field difficulty number
---@field importance tierline.Importance
---@field prototyping boolean
---@field lines integer Lines of the selection.
---@field signals tierline.SignalInfo[]

---LSP's range, end exclusive.
---@class tierline.Range
---@field start tierline.Position
---@field end tierline.Position

---Argument of `tierline.refresh`.
---@class tierline.RefreshParams
---@field force? boolean Put the new snapshot in force even if it is worse.

---Result of `tierline.refresh`: the new snapshot against the one that was in force.
---@class tierline.RefreshReport
---@field asOf string
---@field since string
---@field written string|nil The new snapshot's file; `null` if it was refused, for the reasons in `objections`, or in a rehearsal.
---@field objections string[]
---@field before tierline.SnapshotSize
---@field after tierline.SnapshotSize
---@field tiers table<tierline.Tier, tierline.TierChangeInfo>
---@field modelsIn string[]
---@field modelsOut string[]
---@field prices tierline.PriceChangeInfo[]
---@field sources tierline.SourceInfo[]

---A tier, a model or all free models together, not asked before a time because it has failed.
---@class tierline.RestInfo
---@field subject string
---@field untilS number Seconds of the epoch.
---@field failures integer

---Result of `tierline.route`: nothing was spent.
---@class tierline.RouteResult
---@field decision tierline.DecisionInfo
---@field otherwise tierline.DecisionInfo|nil What would be decided if the rule that fired did not hold.
---@field profile tierline.ProfileInfo
---@field surroundings tierline.SurroundingsInfo
---@field expected tierline.ExpectedInfo[] Each tier, in order; before them the model that the user named, if any.

---Result of `tierline.run`.
---@class tierline.RunResult
---@field id string
---@field kind tierline.Kind
---@field state "applied"|"answered"|"kept" `kept`: an edit that was not applied; `why` says the reason.
---@field why string
---@field text string The whole answer as the model wrote it.
---@field newText string|nil What takes the place of the selection, for kinds that edit.
---@field decision tierline.DecisionInfo
---@field profile tierline.ProfileInfo
---@field model string
---@field provider string
---@field tier tierline.Tier
---@field attempts tierline.AttemptInfo[]
---@field score tierline.ScoreInfo
---@field escalated boolean
---@field notEscalated string Why no better answer was asked for although this one is poor: none would mend it; empty where that is not so.
---@field other tierline.OtherAnswer|nil The other of two answers, to be shown beside the one that counts.
---@field masked tierline.MaskedInfo[] What kinds of secrets were kept back from the models.
---@field promptTokens integer|nil
---@field completionTokens integer|nil
---@field costUsd number|nil
---@field durationMs integer
---@field simulated boolean Whether the sandbox answered instead of OpenRouter.
---@field cached boolean Whether the answer is one that was paid for before.
---@field hunks tierline.HunkInfo[] The changes of an edit that is kept.
---@field range tierline.Range|nil The target of an edit that is kept, in today's text; `null` where it is lost.
---@field createdUri string|nil The test file that was made or extended.
---@field findings tierline.FindingInfo[] What a review found.

---The local score of an answer, 0 to 10.
---@class tierline.ScoreInfo
---@field value number
---@field reasons string[]

---Payload of the request `tierline/setKey`; an empty key forgets it.
---@class tierline.SetKeyParams
---@field key string

---Argument of `tierline.setTier`.
---@class tierline.SetTierParams
---@field tier tierline.TierMode

---One observation that moved the profile.
---@class tierline.SignalInfo
---@field name string
---@field sentence string
---@field weight number

---How much a snapshot holds; `scored` are the models of which some figure is known.
---@class tierline.SnapshotSize
---@field models integer
---@field scored integer
---@field figures integer

---What one source gave; `problem` is empty where nothing went wrong.
---@class tierline.SourceInfo
---@field id string
---@field name string
---@field state "new"|"unchanged"|"kept"|"in force"|"missing"|"no key"
---@field rows integer
---@field asOf string|nil
---@field problem string

---Payload of the notification `tierline/started`.
---@class tierline.Started
---@field id string
---@field uri string
---@field kind tierline.Kind

---Of the connection: whether something runs, and whether it could.
---@alias tierline.State "idle"|"running"|"noKey"

---Payload of the notification `tierline/status` and result of `tierline.status`.
---@class tierline.Status
---@field state tierline.State
---@field tierMode tierline.TierMode
---@field simulated boolean
---@field running integer
---@field last tierline.LastTask|nil
---@field sessionCostUsd number
---@field unknownCosts integer
---@field dayCostUsd number
---@field monthCostUsd number Of today and this month, on the user's clock, over all editors and the command line.
---@field freeRequests integer Requests to free models since midnight in UTC, when OpenRouter begins to count anew.
---@field caps tierline.CapInfo[] Those that are set, the shortest span first.
---@field freeLimits tierline.FreeLimits
---@field resting tierline.RestInfo[]
---@field text string Short, for a status line.
---@field tooltip string Markdown, several lines.
---@field phase tierline.Phase
---@field tasks tierline.TaskInfo[] Those that run, the oldest first.

---The file around the selection. It is shown, and moves no decision: on public data it ordered nothing.
---@class tierline.SurroundingsInfo
---@field lines integer Of the file; about so many, if it is very long.
---@field imports integer
---@field symbol string Name of the function or type around the selection; empty if none was found.
---@field symbolLines integer
---@field share number The part of the file that is selected, 0 to 1.

---A task that runs.
---@class tierline.TaskInfo
---@field id string
---@field uri string
---@field kind tierline.Kind
---@field phase tierline.Phase
---@field tier tierline.Tier|nil `null` until it is decided.
---@field model string The one that is asked; empty until then.
---@field sinceS number When it began, in seconds of the epoch.
---@field stalled boolean Whether the provider has sent nothing for longer than is usual.

---Argument of `tierline.run` and `tierline.route`.
---@class tierline.TaskParams
---@field uri string
---@field range tierline.Range
---@field kind tierline.Kind
---@field instruction? string
---@field diagnostics? tierline.DiagnosticInfo[] What the editor reports within the range; only the client knows it.
---@field tier? tierline.Tier|nil
---@field id? string|nil The task's id in chunks, statuses and the result, if the client wants to name it.
---@field fresh? boolean Whether an answer that was given before won't do.
---@field apply? boolean Whether an edit is applied at once; if not, it is kept and returned.
---@field prompt? string Name of the command whose prompt file has the words; empty where those of the kind serve.

---A price class of models; each holds a primary model and its backups.
---@alias tierline.Tier "minimum"|"default"|"maximum"

---The models of a tier in the order they are tried, before and after.
---@class tierline.TierChangeInfo
---@field before string[]
---@field after string[]
---@field why string

---A tier: the primary first, then its backups in the order they are tried.
---@class tierline.TierInfo
---@field tier tierline.Tier
---@field why string
---@field models tierline.ModelInfo[]

---The tier of all tasks, or `auto`: chosen task by task.
---@alias tierline.TierMode "auto"|"minimum"|"default"|"maximum"

---Calls and known cost of one tier.
---@class tierline.TierUsage
---@field calls integer
---@field costUsd number

---Result of `tierline.usage`: this session's books.
---@class tierline.Usage
---@field calls integer
---@field costUsd number
---@field unknownCosts integer
---@field byTier table<tierline.Tier, tierline.TierUsage>

---The tasks that share a trait.
---@class tierline.UsageLine
---@field name string
---@field tasks integer
---@field share number Of all tasks, 0 to 1.
---@field calls integer
---@field promptTokens integer
---@field completionTokens integer
---@field costUsd number Of the calls whose cost is known.
---@field unknownCosts integer
---@field averageUsdPerMtok number|nil
---@field escalated integer
---@field accepted integer
---@field against integer

---What day and month have cost so far, over all editors and the command line.
---@class tierline.UsageNow
---@field dayUsd number
---@field monthUsd number
---@field unknownCosts integer
---@field atRiskUsd number
---@field freeRequests integer
---@field caps tierline.HeldCap[]

---Result of `tierline.usageReport`; times are ISO 8601.
---@class tierline.UsageReport
---@field since string
---@field until string|nil
---@field all tierline.UsageLine
---@field alwaysMaximum tierline.AlwaysMaximum
---@field now tierline.UsageNow
---@field byTier tierline.UsageLine[]
---@field byKind tierline.UsageLine[]
---@field byModel tierline.UsageLine[]
---@field byProject tierline.UsageLine[]
---@field byDay tierline.UsageLine[]
---@field byMonth tierline.UsageLine[]
---@field simulated boolean Whether the sandbox answers, whose tasks are in no books.

---Argument of `tierline.usageReport`.
---@class tierline.UsageReportParams
---@field days? integer How far back it goes.
