// The client's pure parts, without an editor. Run by `npm test` in editors/vscode.
import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { cost } from "../../../editors/vscode/src/describe";
import { findProgram, ProgramNotFound } from "../../../editors/vscode/src/program";
import { carry } from "../../../editors/vscode/src/span";

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

test("the program is the configured one, else the first on the search path", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tierline-"));
  try {
    const program = path.join(folder, "tierline");
    writeFileSync(program, "");
    assert.throws(() => findProgram(program, {}), ProgramNotFound);
    chmodSync(program, 0o755);
    assert.equal(findProgram(program, {}), program);
    assert.equal(findProgram("", { PATH: ["/nowhere", folder].join(path.delimiter) }), program);
    // A program in the working folder must not be taken for the user's own.
    assert.throws(() => findProgram("", { PATH: [".", ""].join(path.delimiter) }), ProgramNotFound);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
