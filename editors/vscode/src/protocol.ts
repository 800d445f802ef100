/** What is said between clients and `tierline serve`, beyond standard LSP. Made from the server's own models by `python server/protocol_types`; don't edit it. */

export const PROTOCOL_VERSION = 1;

/** Argument of `tierline.again`: the same once more, of the same tier. */
export interface AgainParams {
  id: string;
}

/** The tasks that can be compared, and an estimate of what MAXIMUM would have cost for them. */
export interface AlwaysMaximum {
  tasks: number;
  costUsd: number;
  estimateUsd: number;
  savedUsd: number;
}

/**
 * `pending`: an edit that waits for the user; `partly`: some hunks are in the text and none waits;
 * `answered`: for reading.
 */
export type AnswerState = "pending" | "applied" | "partly" | "discarded" | "answered";

/** A kept answer in a list. */
export interface AnswerSummary {
  id: string;
  uri: string;
  kind: Kind;
  /** When it came, in seconds of the epoch. */
  at: number;
  tier: Tier;
  model: string;
  costUsd: number | null;
  state: AnswerState;
  /** Its first words. */
  title: string;
}

/** Result of `tierline.answers`, the newest first. */
export interface Answers {
  answers: AnswerSummary[];
}

/** Argument of `tierline.answers`. */
export interface AnswersParams {
  /** Only those of this document. */
  uri?: string | null;
}

/** Result of `tierline.apply`. */
export interface ApplyResult {
  id: string;
  state: AnswerState;
  /** Why something is not in the text; empty where all of it is. */
  why: string;
  /** Ids of the hunks that are in the text now and were not before. */
  applied: string[];
  answer: KeptAnswer;
}

/** One model that was asked, or passed over; `error` is empty where it answered. */
export interface AttemptInfo {
  model: string;
  tier: Tier;
  /** When, in seconds of the epoch. */
  atS: number;
  error: string;
  /** Whether nothing was sent, because it rests after failures. */
  skipped: boolean;
  /** Whether it was asked for its opinion of another's answer. */
  judges: boolean;
  costUsd: number | null;
  /** Whether no call was made for it: the answer is one that was paid for before. */
  cached: boolean;
}

/** Argument of `tierline.cancel`; without an id everything that runs is cancelled. */
export interface CancelParams {
  id?: string | null;
}

/** Result of `tierline.cancel`. */
export interface Cancelled {
  cancelled: number;
}

/** A cap that the user set, and how far it is used up. */
export interface CapInfo {
  /** Day and month are the user's own, over all editors and the command line. */
  span: "session" | "day" | "month";
  capUsd: number;
  /** Spent, at risk because a cost is not known yet, or set aside for calls on their way. */
  usedUsd: number;
  /** From `soft` on money is tight and rules save it; at `hard` only free models are asked. */
  level: "under" | "soft" | "hard";
}

/** Payload of the notification `tierline/chunk`; a higher `attempt` starts the preview anew. */
export interface Chunk {
  id: string;
  attempt: number;
  /** Counts the chunks of the task from 0, over all attempts. */
  seq: number;
  /** What has come since the last chunk; empty for an attempt that has just begun. */
  delta: string;
  kind: Kind;
  uri: string;
}

/** Argument of `tierline.clearFindings`. */
export interface ClearFindingsParams {
  /** The document; without one, all of them. */
  uri?: string;
}

/** Result of `tierline.clearFindings`. */
export interface Cleared {
  /** How many findings were shown and are no more. */
  cleared: number;
}

/** Something that can be asked for by name: `kind` and, unless it is a shipped one, `prompt` of the task. */
export interface CommandInfo {
  name: string;
  title: string;
  /** What it behaves as. */
  kind: Kind;
  /** Whether the answer takes the place of the selection. */
  edits: boolean;
  needsInstruction: boolean;
  origin: "shipped" | "user" | "project";
  /** Where the words stand; empty for the shipped ones. */
  file: string;
}

/** Result of `tierline.commands`. */
export interface Commands {
  commands: CommandInfo[];
}

/** Argument of `tierline.commands`; with a document, the commands of its project count too. */
export interface CommandsParams {
  uri?: string;
}

/** Argument of `tierline.commitMessage`. */
export interface CommitMessageParams {
  /** Of a file or folder in the repository whose staged diff is meant. */
  uri: string;
}

/** How hard the task looks, before any model is called. */
export type Complexity = "simple" | "moderate" | "complex";

/** Which tier and model, by which rule, and why. */
export interface DecisionInfo {
  tier: Tier;
  model: string;
  models: string[];
  rule: string;
  reason: string;
}

/** LSP's diagnostic, as far as it matters here; its other members are ignored. */
export interface DiagnosticInfo {
  range: Range;
  message: string;
  severity?: number;
  source?: string;
}

/** What a call would take; `null` where it can't be known. An escalation would come on top. */
export interface ExpectedInfo {
  /** `null` for a model that the user named. */
  tier: Tier | null;
  /** The one that is asked first; empty where the tier has none. */
  model: string;
  promptTokens: number;
  completionTokens: number | null;
  /** The ends of the model's 90% interval; `completionTokens` is its middle. */
  completionTokensBetween: [number, number] | null;
  costUsd: number | null;
  costUsdBetween: [number, number] | null;
  /** What the caps are checked on. */
  worstCaseUsd: number | null;
  allowed: boolean;
  /** Why it would not be sent; empty where it is allowed. */
  refusal: string;
}

/** Result of `tierline.feedback`. */
export interface Feedback {
  /** Whether there is such a task of this connection, still remembered. */
  known: boolean;
}

/** Argument of `tierline.feedback`: what the user made of an answer, where only the client can tell. */
export interface FeedbackParams {
  /** The `id` of the result. */
  taskId: string;
  fate: "accepted" | "rejected";
}

/** A figure with its 90% interval; `origin` is measured, inherited, estimated or unknown. */
export interface FigureInfo {
  value: number;
  low: number;
  high: number;
  origin: string;
}

/** One thing that a review found. */
export interface FindingInfo {
  range: Range;
  /** LSP's: error 1, warning 2, information 3, hint 4. */
  severity: number;
  message: string;
  /** What would mend it, in words; empty where nothing was said. */
  fix: string;
}

/** Payload of the notification `tierline/finished`: exactly one for each `tierline/started`. */
export interface Finished {
  id: string;
  uri: string;
  kind: Kind;
  state: "applied" | "answered" | "kept" | "failed" | "cancelled";
  /** Why an edit is not in the text; empty where it is. */
  why: string;
  /** The sentence, where the task failed. */
  error: string;
  /** The error's name for programs; empty where there is none. */
  code: string;
  tier: Tier | null;
  model: string;
  costUsd: number | null;
  score: ScoreInfo | null;
}

/** How far the account's limits on free models are used up. */
export interface FreeLimits {
  /** Requests since midnight in UTC, over all editors and the command line. */
  today: number;
  /** `null` where the account has not said it; it is 50 or 1,000 then. */
  perDay: number | null;
  /** Of this process. */
  thisMinute: number;
  perMinute: number;
  /** Seconds of the epoch until which no free model is asked; `null` where they are. */
  spentUntilS: number | null;
}

/** A cap, and how far it is used up. */
export interface HeldCap {
  span: "session" | "day" | "month";
  capUsd: number;
  usedUsd: number;
  level: "under" | "soft" | "hard";
}

/** One change of an answer, which can be accepted or rejected by itself. */
export interface HunkInfo {
  /** The same for as long as the answer is kept, wherever the hunk stands. */
  id: string;
  /** Where it stands in today's text. */
  range: Range;
  oldText: string;
  newText: string;
  state: "pending" | "accepted" | "rejected" | "conflict";
}

/** Argument of `tierline.apply` and `tierline.discard`. */
export interface HunksParams {
  id: string;
  /** Ids of hunks; all that are pending where none are named. */
  hunks?: string[] | null;
}

/** How much a wrong answer would hurt. */
export type Importance = "normal" | "critical";

/** An answer that was paid for, as it stands to the text of today. Payload of `tierline/answer` too. */
export interface KeptAnswer {
  /** The task's. */
  id: string;
  uri: string;
  kind: Kind;
  instruction: string;
  /** When it came, in seconds of the epoch. */
  at: number;
  tier: Tier;
  model: string;
  provider: string;
  score: ScoreInfo;
  costUsd: number | null;
  decision: DecisionInfo;
  state: AnswerState;
  /** Why it is not in the text; empty where it is, or where it just waits to be reviewed. */
  why: string;
  /** The whole answer as the model wrote it. */
  text: string;
  /** What takes the place of the target, for kinds that edit. */
  newText: string | null;
  /** The target in today's text; `null` where it is lost. */
  range: Range | null;
  /** What stands against putting it into the text; empty where nothing does. */
  conflict: string;
  /** Empty for an answer to read. */
  hunks: HunkInfo[];
  /** Unified diff of what still waits against today's text; in a conflict, of the whole answer. */
  diff: string;
  /** Whether the sandbox answered instead of OpenRouter. */
  simulated: boolean;
  /** Whether the answer is one that was paid for before. */
  cached: boolean;
  /** The other of two answers, to be shown beside the one that counts. */
  other: OtherAnswer | null;
  /** `null` where there is no better tier. */
  nextTier: NextTier | null;
}

/** Result of `tierline/setKey`. */
export interface KeySet {
  ok: boolean;
}

/** What the user asks to be done: with the selection, but for `commit`. */
export type Kind = "explain" | "fix" | "refactor" | "test" | "document" | "review" | "edit" | "ask" | "generate" | "optimize" | "translate" | "commit";

/** Argument of `tierline.lastAnswer`: the named one, or the newest (of a document). */
export interface LastAnswerParams {
  id?: string | null;
  uri?: string | null;
}

/** The task that runs, or the one that ended last. */
export interface LastTask {
  id: string;
  kind: Kind;
  tier: Tier | null;
  model: string;
  rule: string;
  reason: string;
  costUsd: number | null;
  /** What kinds of secrets were kept back from the models. */
  masked: MaskedInfo[];
  state: "running" | "applied" | "answered" | "kept" | "failed" | "cancelled";
  error: string;
  /** Whether the answer is one that was paid for before. */
  cached: boolean;
}

/** How many different secrets of a kind were masked; never which. */
export interface MaskedInfo {
  kind: string;
  count: number;
}

/** One message, as it would leave. */
export interface MessageInfo {
  role: string;
  content: string;
}

/** One model of a tier; `null` where nothing is known. Prices are USD per million tokens. */
export interface ModelInfo {
  id: string;
  name: string;
  promptUsdPerMtok: number | null;
  completionUsdPerMtok: number | null;
  averageUsdPerMtok: number | null;
  contextLength: number | null;
  overall: FigureInfo | null;
  value: FigureInfo | null;
  criteria: FigureInfo | null;
  ability: FigureInfo | null;
  /** Ids in the snapshot's table of sources. */
  sources: string[];
}

/** Result of `tierline.models`. */
export interface Models {
  /** Day of the listing, `YYYY-MM-DD`. */
  asOf: string;
  strategy: string;
  tiers: TierInfo[];
}

/** The step up from an answer's tier. */
export interface NextTier {
  tier: Tier;
  /** The one that would be asked first. */
  model: string;
  /** What is expected of it. */
  costUsd: number | null;
  free: boolean;
  /** Why it would not be asked; empty where it would. */
  refusal: string;
}

/** Argument of `tierline.oneTierUp`. */
export interface OneTierUpParams {
  id: string;
  /** Whether the user has seen the price and agreed; if not, the server asks. */
  agreed?: boolean;
}

/** The other of two answers, after an escalation or a step up. */
export interface OtherAnswer {
  /** Under which it is kept by itself, to be put into the text in the place of the first; empty if it is not. */
  id: string;
  text: string;
  newText: string | null;
  model: string;
  tier: Tier;
  score: ScoreInfo;
  costUsd: number | null;
}

/** What the newest task is at; where none runs, what the connection is at. */
export type Phase = "idle" | "routing" | "waiting" | "streaming" | "scoring" | "escalating" | "coolingDown" | "noKey" | "overCap";

/** One thing that would be sent, and about how many tokens it is. */
export interface PieceInfo {
  name: string;
  tokens: number;
}

/** LSP's position; `character` counts units of the negotiated encoding. */
export interface Position {
  line: number;
  character: number;
}

/** Result of `tierline.preview`, whose argument is that of `tierline.run`: nothing was sent or spent. */
export interface PreviewResult {
  decision: DecisionInfo;
  /** Secrets are masked in them. */
  messages: MessageInfo[];
  /** What the messages are made of, in order. */
  pieces: PieceInfo[];
  /** A clause for each thing that did not fit, or that may not be sent. */
  leftOut: string[];
  promptTokens: number;
  /** What the model can read and write, in tokens. */
  contextLength: number | null;
  /** The most that the answer may have; `null` where the task would be refused. */
  maxTokens: number | null;
  worstCaseUsd: number | null;
  /** Why it would not be sent; empty where nothing stands against it. */
  refusal: string;
}

/** USD per million tokens, prompt and completion, before and after. */
export interface PriceChangeInfo {
  id: string;
  before: [number, number];
  after: [number, number];
}

/** What the classifier made of the task. */
export interface ProfileInfo {
  kind: Kind;
  complexity: Complexity;
  difficulty: number;
  importance: Importance;
  prototyping: boolean;
  /** Lines of the selection. */
  lines: number;
  signals: SignalInfo[];
}

/** LSP's range, end exclusive. */
export interface Range {
  start: Position;
  end: Position;
}

/** Argument of `tierline.refresh`. */
export interface RefreshParams {
  /** Put the new snapshot in force even if it is worse. */
  force?: boolean;
}

/** Result of `tierline.refresh`: the new snapshot against the one that was in force. */
export interface RefreshReport {
  asOf: string;
  since: string;
  /** The new snapshot's file; `null` if it was refused, for the reasons in `objections`, or in a rehearsal. */
  written: string | null;
  objections: string[];
  before: SnapshotSize;
  after: SnapshotSize;
  tiers: Partial<Record<Tier, TierChangeInfo>>;
  modelsIn: string[];
  modelsOut: string[];
  prices: PriceChangeInfo[];
  sources: SourceInfo[];
}

/** A tier, a model or all free models together, not asked before a time because it has failed. */
export interface RestInfo {
  subject: string;
  /** Seconds of the epoch. */
  untilS: number;
  failures: number;
}

/** Result of `tierline.route`: nothing was spent. */
export interface RouteResult {
  decision: DecisionInfo;
  /** What would be decided if the rule that fired did not hold. */
  otherwise: DecisionInfo | null;
  profile: ProfileInfo;
  surroundings: SurroundingsInfo;
  /** Each tier, in order; before them the model that the user named, if any. */
  expected: ExpectedInfo[];
}

/** Result of `tierline.run`. */
export interface RunResult {
  id: string;
  kind: Kind;
  /** `kept`: an edit that was not applied; `why` says the reason. */
  state: "applied" | "answered" | "kept";
  why: string;
  /** The whole answer as the model wrote it. */
  text: string;
  /** What takes the place of the selection, for kinds that edit. */
  newText: string | null;
  decision: DecisionInfo;
  profile: ProfileInfo;
  model: string;
  provider: string;
  tier: Tier;
  attempts: AttemptInfo[];
  score: ScoreInfo;
  escalated: boolean;
  /** Why no better answer was asked for although this one is poor: none would mend it; empty where that is not so. */
  notEscalated: string;
  /** The other of two answers, to be shown beside the one that counts. */
  other: OtherAnswer | null;
  /** What kinds of secrets were kept back from the models. */
  masked: MaskedInfo[];
  promptTokens: number | null;
  completionTokens: number | null;
  costUsd: number | null;
  durationMs: number;
  /** Whether the sandbox answered instead of OpenRouter. */
  simulated: boolean;
  /** Whether the answer is one that was paid for before. */
  cached: boolean;
  /** The changes of an edit that is kept. */
  hunks: HunkInfo[];
  /** The target of an edit that is kept, in today's text; `null` where it is lost. */
  range: Range | null;
  /** The test file that was made or extended. */
  createdUri: string | null;
  /** What a review found. */
  findings: FindingInfo[];
}

/** The local score of an answer, 0 to 10. */
export interface ScoreInfo {
  value: number;
  reasons: string[];
}

/** Payload of the request `tierline/setKey`; an empty key forgets it. */
export interface SetKeyParams {
  key: string;
}

/** Argument of `tierline.setTier`. */
export interface SetTierParams {
  tier: TierMode;
}

/** One observation that moved the profile. */
export interface SignalInfo {
  name: string;
  sentence: string;
  weight: number;
}

/** How much a snapshot holds; `scored` are the models of which some figure is known. */
export interface SnapshotSize {
  models: number;
  scored: number;
  figures: number;
}

/** What one source gave; `problem` is empty where nothing went wrong. */
export interface SourceInfo {
  id: string;
  name: string;
  state: "new" | "unchanged" | "kept" | "in force" | "missing" | "no key";
  rows: number;
  asOf: string | null;
  problem: string;
}

/** Payload of the notification `tierline/started`. */
export interface Started {
  id: string;
  uri: string;
  kind: Kind;
}

/** Of the connection: whether something runs, and whether it could. */
export type State = "idle" | "running" | "noKey";

/** Payload of the notification `tierline/status` and result of `tierline.status`. */
export interface Status {
  state: State;
  tierMode: TierMode;
  simulated: boolean;
  running: number;
  last: LastTask | null;
  sessionCostUsd: number;
  unknownCosts: number;
  dayCostUsd: number;
  /** Of today and this month, on the user's clock, over all editors and the command line. */
  monthCostUsd: number;
  /** Requests to free models since midnight in UTC, when OpenRouter begins to count anew. */
  freeRequests: number;
  /** Those that are set, the shortest span first. */
  caps: CapInfo[];
  freeLimits: FreeLimits;
  resting: RestInfo[];
  /** Short, for a status line. */
  text: string;
  /** Markdown, several lines. */
  tooltip: string;
  phase: Phase;
  /** Those that run, the oldest first. */
  tasks: TaskInfo[];
}

/** The file around the selection. It is shown, and moves no decision: on public data it ordered nothing. */
export interface SurroundingsInfo {
  /** Of the file; about so many, if it is very long. */
  lines: number;
  imports: number;
  /** Name of the function or type around the selection; empty if none was found. */
  symbol: string;
  symbolLines: number;
  /** The part of the file that is selected, 0 to 1. */
  share: number;
}

/** A task that runs. */
export interface TaskInfo {
  id: string;
  uri: string;
  kind: Kind;
  phase: Phase;
  /** `null` until it is decided. */
  tier: Tier | null;
  /** The one that is asked; empty until then. */
  model: string;
  /** When it began, in seconds of the epoch. */
  sinceS: number;
  /** Whether the provider has sent nothing for longer than is usual. */
  stalled: boolean;
}

/** Argument of `tierline.run` and `tierline.route`. */
export interface TaskParams {
  uri: string;
  range: Range;
  kind: Kind;
  instruction?: string;
  /** What the editor reports within the range; only the client knows it. */
  diagnostics?: DiagnosticInfo[];
  tier?: Tier | null;
  /** The task's id in chunks, statuses and the result, if the client wants to name it. */
  id?: string | null;
  /** Whether an answer that was given before won't do. */
  fresh?: boolean;
  /** Whether an edit is applied at once; if not, it is kept and returned. */
  apply?: boolean;
  /** Name of the command whose prompt file has the words; empty where those of the kind serve. */
  prompt?: string;
}

/** A price class of models; each holds a primary model and its backups. */
export type Tier = "minimum" | "default" | "maximum";

/** The models of a tier in the order they are tried, before and after. */
export interface TierChangeInfo {
  before: string[];
  after: string[];
  why: string;
}

/** A tier: the primary first, then its backups in the order they are tried. */
export interface TierInfo {
  tier: Tier;
  why: string;
  models: ModelInfo[];
}

/** The tier of all tasks, or `auto`: chosen task by task. */
export type TierMode = "auto" | "minimum" | "default" | "maximum";

/** Calls and known cost of one tier. */
export interface TierUsage {
  calls: number;
  costUsd: number;
}

/** Result of `tierline.usage`: this session's books. */
export interface Usage {
  calls: number;
  costUsd: number;
  unknownCosts: number;
  byTier: Partial<Record<Tier, TierUsage>>;
}

/** The tasks that share a trait. */
export interface UsageLine {
  name: string;
  tasks: number;
  /** Of all tasks, 0 to 1. */
  share: number;
  calls: number;
  promptTokens: number;
  completionTokens: number;
  /** Of the calls whose cost is known. */
  costUsd: number;
  unknownCosts: number;
  averageUsdPerMtok: number | null;
  escalated: number;
  accepted: number;
  against: number;
}

/** What day and month have cost so far, over all editors and the command line. */
export interface UsageNow {
  dayUsd: number;
  monthUsd: number;
  unknownCosts: number;
  atRiskUsd: number;
  freeRequests: number;
  caps: HeldCap[];
}

/** Result of `tierline.usageReport`; times are ISO 8601. */
export interface UsageReport {
  since: string;
  until: string | null;
  all: UsageLine;
  alwaysMaximum: AlwaysMaximum;
  now: UsageNow;
  byTier: UsageLine[];
  byKind: UsageLine[];
  byModel: UsageLine[];
  byProject: UsageLine[];
  byDay: UsageLine[];
  byMonth: UsageLine[];
  /** Whether the sandbox answers, whose tasks are in no books. */
  simulated: boolean;
}

/** Argument of `tierline.usageReport`. */
export interface UsageReportParams {
  /** How far back it goes. */
  days?: number;
}

/** Each command, by its name. */
export interface Commands {
  /** Runs a task on a selection and delivers its answer. */
  "tierline.run": { params: TaskParams; result: RunResult };
  /** Says where a task would go, and why; nothing is spent. */
  "tierline.route": { params: TaskParams; result: RouteResult };
  /** Shows what a task would send; nothing is sent. */
  "tierline.preview": { params: TaskParams; result: PreviewResult };
  /** Writes a message for the staged changes. */
  "tierline.commitMessage": { params: CommitMessageParams; result: RunResult };
  /** Takes away the diagnostics of the last review. */
  "tierline.clearFindings": { params: ClearFindingsParams; result: Cleared };
  /** Lists what can be asked for by name. */
  "tierline.commands": { params: CommandsParams; result: Commands };
  /** Says what the connection is at. */
  "tierline.status": { params: undefined; result: Status };
  /** Chooses the tier of this session's tasks. */
  "tierline.setTier": { params: SetTierParams; result: Status };
  /** Lists the models of each tier. */
  "tierline.models": { params: undefined; result: Models };
  /** Sums up what this session has spent. */
  "tierline.usage": { params: undefined; result: Usage };
  /** Sums up the ledger, over all editors and the command line. */
  "tierline.usageReport": { params: UsageReportParams; result: UsageReport };
  /** Renews prices and benchmarks. */
  "tierline.refresh": { params: RefreshParams; result: RefreshReport };
  /** Cancels one task, or all of them. */
  "tierline.cancel": { params: CancelParams; result: Cancelled };
  /** Says what the user made of an answer. */
  "tierline.feedback": { params: FeedbackParams; result: Feedback };
  /** Gives a kept answer; null where there is none. */
  "tierline.lastAnswer": { params: LastAnswerParams; result: KeptAnswer | null };
  /** Lists the answers that are kept. */
  "tierline.answers": { params: AnswersParams; result: Answers };
  /** Puts hunks of a kept answer into the text. */
  "tierline.apply": { params: HunksParams; result: ApplyResult };
  /** Rejects hunks of a kept answer. */
  "tierline.discard": { params: HunksParams; result: KeptAnswer };
  /** Asks the same tier once more; both answers stay kept. */
  "tierline.again": { params: AgainParams; result: RunResult };
  /** Asks the next better tier, once its price is agreed to. */
  "tierline.oneTierUp": { params: OneTierUpParams; result: RunResult };
  /** Gives the JSON Schema of all these messages. */
  "tierline.schema": { params: undefined; result: unknown };
}

/** Each request, by its name. */
export interface Requests {
  /** Gives the server a key to use. */
  "tierline/setKey": { params: SetKeyParams; result: KeySet };
}

/** Each notification, by its name. */
export interface Notifications {
  /** A task has begun. */
  "tierline/started": Started;
  /** A piece of an answer that is being written; at most about 30 a second. */
  "tierline/chunk": Chunk;
  /** A task has ended, whatever the end is; exactly one for each that began. */
  "tierline/finished": Finished;
  /** An answer that waits for the user has changed. */
  "tierline/answer": KeptAnswer;
  /** What the connection is at has changed. */
  "tierline/status": Status;
}
