// What the client makes of answers and their changes, without an editor.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rendered } from "../../../editors/vscode/src/answer/markdown";
import { shortStepUp, stepUp } from "../../../editors/vscode/src/answer/wishes";
import { taskLine } from "../../../editors/vscode/src/phase";
import type { HunkInfo } from "../../../editors/vscode/src/protocol";
import { asDiff, carried, here, inOneLine, type Placed, proposed, step } from "../../../editors/vscode/src/review/placed";

const TEXT = "a\nb\nc\nd\n";
const NOWHERE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function placed(id: string, start: number, end: number, newText: string, state: HunkInfo["state"] = "pending"): Placed {
  return { hunk: { id, range: NOWHERE, oldText: TEXT.slice(start, end), newText, state }, span: { start, end } };
}

test("the proposed text has the changes that wait, and no others", () => {
  const all = [placed("2", 6, 8, ""), placed("1", 0, 2, "A\nA\n"), placed("3", 4, 6, "C\n", "rejected"), placed("4", 2, 4, "B\n", "conflict")];
  assert.equal(proposed(TEXT, all), "A\nA\nb\nc\n");
  assert.equal(proposed(TEXT, []), TEXT);
});

test("changes go along with what is typed before them", () => {
  const moved = carried([placed("1", 2, 4, "B\n"), placed("2", 6, 8, "D\n")], [{ rangeOffset: 4, rangeLength: 0, text: "new\n" }]);
  assert.equal(proposed("a\nb\nnew\nc\nd\n", moved), "a\nB\nnew\nc\nD\n");
});

test("one goes from change to change in both directions and around, and decides about the one at the cursor", () => {
  const all = [placed("1", 0, 2, "A\n"), placed("2", 4, 4, "x\n"), placed("3", 6, 8, "D\n"), placed("4", 2, 4, "", "accepted")];
  const ids = (offset: number, forward: boolean) => step(all, offset, forward)?.hunk.id;
  assert.deepEqual([ids(0, true), ids(4, true), ids(7, true)], ["2", "3", "1"]);
  assert.deepEqual([ids(7, false), ids(4, false), ids(0, false)], ["3", "1", "3"]);
  assert.deepEqual([here(all, 1), here(all, 3), here(all, 4), here(all, 8)].map((one) => one?.hunk.id), ["1", "2", "2", "1"]);
  assert.equal(here([], 0), undefined);
});

test("a change is shown as a diff, and in one line", () => {
  const { hunk } = placed("1", 0, 2, "A\n\n  B\n");
  assert.equal(asDiff(hunk), "-a\n+A\n+\n+  B");
  assert.deepEqual(inOneLine(hunk), { first: "A", more: 1 });
  assert.deepEqual(inOneLine(placed("1", 0, 2, "").hunk), { first: "", more: 0 });
});

test("an answer's Markdown is drawn, and nothing in it runs, is fetched or leads astray", () => {
  const { html, blocks } = rendered(
    "# Title\n\n<script>alert(1)</script> <b onclick=x>b</b> ![p](https://a.test/p.png) [x](javascript:alert(1))\n\n```py\nif a < b: pass\n```\n\n    indented\n\n```<img>\nx\n```\n");
  assert.match(html, /<h1>Title<\/h1>/);
  assert.doesNotMatch(html, /<script|<b |<img|href="javascript/);
  assert.match(html, /<code>if a &lt; b: pass\n<\/code>/);
  assert.deepEqual(blocks, ["if a < b: pass\n", "indented\n", "x\n"]);
  assert.match(html, /data-wish="insert" data-block="2"/);
});

test("half an answer, cut within a code block, is drawn too", () => {
  assert.deepEqual(rendered("Look:\n\n```js\nlet a").blocks, ["let a"]);
});

test("the step up names its tier and price, and is not offered where it would be refused", () => {
  const next = { tier: "maximum", model: "acme/fine", costUsd: 0.0123, free: false, refusal: "" } as const;
  assert.equal(stepUp(next), "One Tier Up: maximum, about $0.01");
  assert.deepEqual([shortStepUp(next), shortStepUp({ ...next, free: true }), shortStepUp(null)], ["One Tier Up ($0.01)", "One Tier Up (free)", undefined]);
  assert.equal(stepUp({ ...next, costUsd: null }), "One Tier Up: maximum, cost not known");
  assert.equal(stepUp({ ...next, refusal: "a cap is in its way" }), undefined);
  assert.equal(stepUp(null), undefined);
});

test("a task that runs says what it is at, of which model, for how long, and whether it has fallen silent", () => {
  const task = { id: "1", uri: "", kind: "fix", phase: "streaming", tier: "default", model: "acme/plain", sinceS: 100, stalled: true } as const;
  assert.equal(taskLine(task, 107.4), "fix: writing… · default · `acme/plain` · 7 s — nothing has come for a while; you may wait, or cancel it");
  assert.equal(taskLine({ ...task, phase: "routing", tier: null, model: "", stalled: false }, 99), "fix: choosing a model… · 0 s");
});
