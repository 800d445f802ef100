// The client's pure parts, without an editor. Run by `npm test` in editors/vscode.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cost } from "../../../editors/vscode/src/describe";
import { fitted } from "../../../editors/vscode/src/fitted";
import { offered, remembered } from "../../../editors/vscode/src/history";
import { moodOf } from "../../../editors/vscode/src/mood";
import type { Status, UsageLine, UsageReport } from "../../../editors/vscode/src/protocol";
import { waitAfter } from "../../../editors/vscode/src/server/backoff";
import { carry } from "../../../editors/vscode/src/span";
import { tooltip } from "../../../editors/vscode/src/tooltip";
import { usagePage, withEmptyDays } from "../../../editors/vscode/src/usage_page";

const TEXT = "one two three four";
const SPAN = { start: 4, end: 13 };

function edited(change: { rangeOffset: number; rangeLength: number; text: string }): string {
  return TEXT.slice(0, change.rangeOffset) + change.text + TEXT.slice(change.rangeOffset + change.rangeLength);
}

test("an edit elsewhere never changes what the span covers", () => {
  for (let rangeOffset = 0; rangeOffset <= TEXT.length; rangeOffset++) {
    for (let rangeLength = 0; rangeOffset + rangeLength <= TEXT.length; rangeLength++) {
      const end = rangeOffset + rangeLength;
      if (end > SPAN.start && rangeOffset < SPAN.end) continue;
      for (const text of ["", "x", "a longer text\n"]) {
        const change = { rangeOffset, rangeLength, text };
        const span = carry(SPAN, change);
        assert.equal(edited(change).slice(span.start, span.end), "two three", JSON.stringify(change));
      }
    }
  }
});

test("an edit within the span, or across its border, becomes part of it", () => {
  for (const [change, covered] of [
    [{ rangeOffset: 8, rangeLength: 5, text: "3" }, "two 3"],
    [{ rangeOffset: 2, rangeLength: 5, text: "-" }, "- three"],
    [{ rangeOffset: 10, rangeLength: 8, text: "!" }, "two th!"],
    [{ rangeOffset: 0, rangeLength: 18, text: "all" }, "all"],
  ] as const) {
    const span = carry(SPAN, change);
    assert.equal(edited(change).slice(span.start, span.end), covered);
  }
});

test("an unknown cost is said to be unknown and never looks free", () => {
  assert.equal(cost(null), "cost unknown");
  assert.equal(cost(0), "$0");
  assert.equal(cost(0.000094), "$0.000094");
  assert.equal(cost(0.25), "$0.25");
});

const STATUS: Status = {
  state: "idle", tierMode: "auto", simulated: false, running: 0, last: null, sessionCostUsd: 0, unknownCosts: 0, dayCostUsd: 0, monthCostUsd: 0,
  freeRequests: 0, caps: [], freeLimits: { today: 0, perDay: null, thisMinute: 0, perMinute: 20, spentUntilS: null }, resting: [], text: "auto",
  tooltip: "", phase: "idle", tasks: [],
};

test("of all that is the case, the status bar tells what matters most", () => {
  for (const phase of ["idle", "coolingDown", "noKey", "overCap"] as const) assert.equal(moodOf("running", { ...STATUS, phase }), phase);
  assert.equal(moodOf("running", { ...STATUS, state: "running", running: 1, phase: "streaming" }), "busy");
  assert.equal(moodOf("crashed", { ...STATUS, running: 1 }), "failed");
  assert.equal(moodOf("off", undefined), "off");
  assert.equal(moodOf("settingUp", undefined), "settingUp");
});

test("a long model's name is cut before the end of the status bar's text is, and a short text is left alone", () => {
  const long = "minimum · nemotron-3-ultra-550b-a55b:free · $0 cached · today $0.04 · month's cap reached";
  assert.equal(fitted(long, "nvidia/nemotron-3-ultra-550b-a55b:free"), "minimum · nemotron-3-… · $0 cached · today $0.04 · month's cap reached");
  assert.equal(fitted("minimum · nemotron-3-ultra-550b-a55b:free · $0", "nvidia/nemotron-3-ultra-550b-a55b:free"), "minimum · nemotron-3-ultra-550b-a55b:free · $0");
  assert.equal(fitted("sandbox · auto", ""), "sandbox · auto");
});

test("the tooltip has reason, cost, cap and free requests, and makes no links of the words of others", () => {
  const last = {
    id: "1", kind: "fix", tier: "default", model: "acme/plain", rule: "otherwise", reason: "see [this](command:evil)", costUsd: null, state: "applied", error: "",
  } as const;
  const text = tooltip("idle", {
    ...STATUS, last, caps: [{ span: "day", capUsd: 2, usedUsd: 0.5, level: "under" }], freeLimits: { ...STATUS.freeLimits, today: 25, perDay: 50 },
  }, undefined, "maximum");
  assert.match(text, /\*\*default\*\* · `acme\/plain` · cost unknown/);
  assert.match(text, /because see \\\[this\\\]\\\(command:evil\\\)/);
  assert.match(text, /▰▰▰▱▱▱▱▱▱▱ \$0\.50 of the cap \$2\.00 per day/);
  assert.match(text, /▰▰▰▰▰▱▱▱▱▱ 25 of 50 free requests today/);
  assert.match(text, /The next task goes to \*\*maximum\*\*/);
});

test("instructions are remembered once, the newest first, and found by what is typed", () => {
  let list: string[] = [];
  for (const words of ["use pathlib", "add types", "use pathlib"]) list = remembered(list, words);
  assert.deepEqual(list, ["use pathlib", "add types"]);
  for (let i = 0; i < 30; i++) list = remembered(list, `number ${i}`);
  assert.equal(list.length, 20);
  assert.deepEqual(offered(["use pathlib", "add types"], ""), ["use pathlib", "add types"]);
  assert.deepEqual(offered(["use pathlib", "add types"], " PATH"), ["PATH", "use pathlib"]);
});

test("a server that crashes is started again ever later, and in the end not by itself", () => {
  const minute = 60_000;
  assert.equal(waitAfter([0], 0), 1);
  assert.equal(waitAfter([0, 1000], 1000), 4);
  assert.equal(waitAfter([0, 1000, 2000], 2000), 15);
  assert.equal(waitAfter([0, 1000, 2000, 3000], 3000), undefined);
  assert.equal(waitAfter([0, 1000, 2000, 3000, 10 * minute], 10 * minute), 1);
});

const line = (name: string, facts: Partial<UsageLine> = {}): UsageLine =>
  ({ name, tasks: 1, share: 1, promptTokens: 600, completionTokens: 400, costUsd: 0.01, unknownCosts: 0, ...facts });
const REPORT: UsageReport = {
  all: line("all"), alwaysMaximum: { tasks: 1, costUsd: 0.01, estimateUsd: 0.04, savedUsd: 0.03 },
  now: { dayUsd: 0.01, monthUsd: 0.2, freeRequests: 3, caps: [] },
  byTier: [line("maximum"), line("minimum")], byKind: [line("fix")], byModel: [line("<img src=x onerror=alert(1)>")],
  byProject: [], byDay: [line("2026-02-27"), line("2026-03-02")], simulated: false,
};
const SOURCES = { nonce: "abc", source: "https://here", style: "https://here/usage.css", script: "https://here/usage.js" };

test("the usage page runs one script of ours, has no styles or handlers inline, and escapes names", () => {
  const page = usagePage(REPORT, 30, SOURCES);
  assert.match(page, /default-src &#39;none&#39;; style-src https:\/\/here; script-src &#39;nonce-abc&#39;/);
  assert.equal(page.match(/<script/g)?.length, 1);
  assert.doesNotMatch(page, /\sstyle=|<[^>]*\son\w+=|<style|<img/);
  assert.match(page, /&lt;img src=x onerror=alert\(1\)&gt;/);
  assert.ok(page.indexOf(">minimum<") < page.indexOf(">maximum<"));
});

test("days without a task are in the usage view, and an unknown cost is not left out", () => {
  assert.deepEqual(withEmptyDays(REPORT.byDay).map(({ name, tasks }) => [name, tasks]),
    [["2026-02-27", 1], ["2026-02-28", 0], ["2026-03-01", 0], ["2026-03-02", 1]]);
  assert.match(usagePage({ ...REPORT, byKind: [line("fix", { unknownCosts: 2 })] }, 30, SOURCES), /\$0\.01 \+ 2 unknown/);
});
