// What the user does while a model is at work.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { SOURCE } from "./folders.mjs";
import { only } from "./playing.mjs";

export const GROUPS = [
  {
    settings: only("sandbox/slow"),
    scenarios: {
      async an_edit_elsewhere_while_a_model_works_is_kept_and_the_answer_still_lands(w, place) {
        const name = await w.open(place.file);
        await w.selectLines(4, 6);
        await w.palette("Tierline: Document Selection");
        await w.busy.waitFor();
        await w.press("Control+Home");
        await w.page.keyboard.insertText("# mine\n");
        await w.busy.waitFor({ state: "detached" });
        await w.untilStatus(/default · \S+/);
        await w.save(name);
        const text = readFileSync(place.file, "utf8");
        assert.ok(text.startsWith("# mine\nimport os\n\n\n"), text);
        assert.match(text, /def mean\(values\):\n {4}"""/);
        assert.ok(text.endsWith(SOURCE.slice(SOURCE.indexOf("    total"))), text);
      },

      async text_changed_while_a_model_works_is_kept_and_the_answer_is_compared(w, place) {
        const name = await w.open(place.longFile);
        await w.press("Control+A");
        await w.palette("Tierline: Document Selection");
        await w.busy.waitFor();
        await w.press("Control+Home");
        await w.press("ArrowDown");
        await w.page.keyboard.insertText("    # mine\n");
        await w.save(name);
        const changed = readFileSync(place.longFile, "utf8");
        assert.match(changed, /# mine/);
        await w.page.locator(".monaco-diff-editor .line-insert").first().waitFor({ timeout: 60_000 });
        await w.notification(/did not apply the answer: .* It is kept, and compared with your text\./).getByText("Ask Again", { exact: true }).last().waitFor();
        await w.page.locator(".editor-group-container.active", { has: w.tab(name) }).waitFor();
        await place.shot("kept");
        assert.equal(await w.page.locator(".tab.dirty").count(), 0);
        assert.equal(readFileSync(place.longFile, "utf8"), changed);
      },
    },
  },
  {
    settings: only("sandbox/slow", "hunks"),
    scenarios: {
      async what_is_typed_while_an_edit_streams_stays_and_the_changes_go_along(w, place) {
        const name = await w.open(place.sumsFile);
        await w.selectLines(4, 19);
        await w.palette("Tierline: Fix Selection");
        await w.busy.waitFor();
        await w.press("Control+Home");
        await w.page.keyboard.insertText("# mine\n");
        await w.lens("Accept All").first().waitFor({ timeout: 60_000 });
        await w.press("Control+Home");
        await w.page.keyboard.insertText("# mine too\n");
        await w.lens("Accept All").first().click();
        await w.lens("Accept").first().waitFor({ state: "detached" });
        await w.save(name);
        const text = readFileSync(place.sumsFile, "utf8");
        assert.ok(text.startsWith("# mine too\n# mine\n"), text);
        assert.match(text, /items is None[^]*items is None/);
        return text;
      },
    },
  },
  {
    settings: only("sandbox/stall"),
    scenarios: {
      async a_cancelled_stream_stops_and_says_that_it_is_not_complete(w, place) {
        const name = await w.open(place.file);
        await w.selectLines(4, 6);
        await w.palette("Tierline: Explain Selection");
        const answer = w.answer(`Explain ${name}`);
        await w.untilShown(answer, /\S+/);
        await w.busy.waitFor();
        await w.notification(/Tierline: explain/).getByText("Cancel", { exact: true }).last().waitFor();
        await place.shot("running");
        await w.palette("Tierline: Cancel");
        await w.busy.waitFor({ state: "detached" });
        await w.untilShown(w.facts, /this answer is not complete/);
        await w.notification(/Tierline: explain/).waitFor({ state: "detached" });
        await place.shot("cancelled");
      },
    },
  },
  {
    settings: only("sandbox/stall", "hunks"),
    scenarios: {
      async a_cancelled_edit_changes_nothing_and_says_that_it_is_not_complete(w, place) {
        const name = await w.open(place.sumsFile);
        await w.press("Control+A");
        await w.palette("Tierline: Fix Selection");
        await w.untilShown(w.answer(`Fix ${name}`), /\S+/);
        await w.untilStatus(/writing…|waiting…/);
        await place.shot("streaming-edit");
        await w.chord("c");
        await w.untilShown(w.facts, /this answer is not complete/);
        await place.shot("cancelled-edit");
        assert.equal(await w.lens("Accept").count(), 0);
        assert.equal(await w.page.locator(".tab.dirty").count(), 0);
      },
    },
  },
];
