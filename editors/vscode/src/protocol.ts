/** What is said between this client and `tierline serve`, beyond standard LSP. Mirrors the server's wire contract. */
import type { Range } from "vscode-languageclient";

export const KINDS = [
  "explain", "review", "ask", "test", "fix", "document", "refactor", "optimize", "edit", "generate", "translate",
] as const;
export type Kind = (typeof KINDS)[number];

export const TIER_MODES = ["auto", "minimum", "default", "maximum"] as const;
export type TierMode = (typeof TIER_MODES)[number];
export type Tier = Exclude<TierMode, "auto">;

export interface RunParams {
  uri: string;
  range: Range;
  kind: Kind;
  instruction?: string;
  /** What the editor reports within the range. */
  diagnostics?: { range: Range; message: string; severity: number; source: string }[];
  tier?: Tier;
  apply?: boolean;
  /** Name of the command whose prompt file has the words. */
  prompt?: string;
}

/** One entry of the result of `tierline.commands`. */
export interface Command {
  name: string;
  title: string;
  kind: Kind;
  edits: boolean;
  needsInstruction: boolean;
  origin: "shipped" | "user" | "project";
  /** Where the words stand; empty for the shipped ones. */
  file: string;
}

/** Result of `tierline.preview`, as far as it is shown here. */
export interface Preview {
  decision: Decision;
  messages: { role: string; content: string }[];
  pieces: { name: string; tokens: number }[];
  leftOut: string[];
  promptTokens: number;
  refusal: string;
}

export interface Decision {
  tier: Tier;
  model: string;
  models: string[];
  rule: string;
  reason: string;
}

export interface RunResult {
  id: string;
  kind: Kind;
  /** The whole answer as the model wrote it. */
  text: string;
  state: "applied" | "answered" | "kept";
  /** Why the edit was not applied; empty unless `kept`. */
  why: string;
  /** Replacement of the selection; null for kinds that are for reading. */
  newText: string | null;
  decision: Decision;
  /** The model that really answered. */
  model: string;
  provider: string;
  /** The tier that really answered; after an escalation it is not the decided one. */
  tier: Tier;
  attempts: { model: string; tier: Tier; error: string }[];
  score: { value: number; reasons: string[] };
  escalated: boolean;
  promptTokens: number | null;
  completionTokens: number | null;
  /** US dollars; null means unknown, which is not zero. */
  costUsd: number | null;
  durationMs: number;
}

export interface LastTask {
  id: string;
  kind: Kind;
  /** Null until it is decided. */
  tier: Tier | null;
  model: string;
  rule: string;
  reason: string;
  costUsd: number | null;
  state: "running" | "applied" | "answered" | "kept" | "failed" | "cancelled";
  error: string;
}

export interface Status {
  state: "idle" | "running" | "noKey";
  tierMode: TierMode;
  simulated: boolean;
  /** How many tasks run now. */
  running: number;
  last: LastTask | null;
  sessionCostUsd: number;
  /** Calls of this session whose cost is not known. */
  unknownCosts: number;
  /** Today's and this month's, of all editors and the command line. */
  dayCostUsd: number;
  monthCostUsd: number;
  /** Those that are set; at `hard` only free models are asked. */
  caps: { span: "session" | "day" | "month"; capUsd: number; usedUsd: number; level: "under" | "soft" | "hard" }[];
  /** Requests to free models, and how many the account may make; null where it has not said it. */
  freeLimits: { today: number; perDay: number | null; spentUntilS: number | null };
  /** Tiers, models, or all free models together, that are not asked before a time. */
  resting: { subject: string; untilS: number }[];
  /** Short, for a status line. */
  text: string;
  /** Markdown of several lines. */
  tooltip: string;
}

/** A piece of a streamed answer. A higher `attempt` starts the text anew. */
export interface Chunk {
  id: string;
  attempt: number;
  delta: string;
  kind: Kind;
  uri: string;
}

/** `data` of a failed request. */
export interface FailureData {
  code?: string;
}

const READABLE: ReadonlySet<Kind> = new Set<Kind>(["explain", "review", "ask", "test"]);

/** Whether the answer is Markdown to read; if not, it replaces the selection. */
export function isReadable(kind: Kind): boolean {
  return READABLE.has(kind);
}

/** Result of `tierline.refresh`, as far as it is shown here. */
export interface RefreshReport {
  asOf: string;
  since: string;
  /** null: the new snapshot was refused, for the reasons in `objections`. */
  written: string | null;
  objections: string[];
  /** The models of each tier in the order they are tried. */
  tiers: Record<string, { before: string[]; after: string[] }>;
}

/** Result of `tierline.models`, as far as it is shown here. Prices are USD per million tokens. */
export interface Models {
  asOf: string;
  tiers: {
    tier: Tier;
    why: string;
    models: { id: string; promptUsdPerMtok: number | null; completionUsdPerMtok: number | null; contextLength: number | null }[];
  }[];
}

/** The tasks that share a trait, in the result of `tierline.usageReport`. */
export interface UsageLine {
  name: string;
  tasks: number;
  /** Of all tasks, 0 to 1. */
  share: number;
  promptTokens: number;
  completionTokens: number;
  costUsd: number;
  /** Calls whose cost is not known. */
  unknownCosts: number;
}

/** Result of `tierline.usageReport`, as far as it is shown here. */
export interface UsageReport {
  all: UsageLine;
  /** An estimate of what MAXIMUM would have cost, for those tasks of which it can be said. */
  alwaysMaximum: { tasks: number; costUsd: number; estimateUsd: number; savedUsd: number };
  now: {
    dayUsd: number;
    monthUsd: number;
    freeRequests: number;
    caps: { span: "session" | "day" | "month"; capUsd: number; usedUsd: number; level: "under" | "soft" | "hard" }[];
  };
  byTier: UsageLine[];
  byKind: UsageLine[];
  byModel: UsageLine[];
  byProject: UsageLine[];
  byDay: UsageLine[];
  /** The sandbox answers, whose tasks are in no books. */
  simulated: boolean;
}
