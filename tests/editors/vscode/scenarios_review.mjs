// Edits that wait for the user, and what becomes of tasks that go wrong. See `scenarios.mjs`.
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";

const FIRST = "def total(items):\n    if items == None:\n        return 0\n    return sum(items)\n";
const BETWEEN = "\n\ndef twice(x):\n    y = x + x\n    print(y)\n    return y\n\n\n";
const SECOND = "def mean(items):\n    if items == None:\n        return 0\n    return sum(items) / len(items)\n";
/** A fix of it has more than one change. */
export const SUMS = `import os\n\n\n${FIRST}${BETWEEN}${SECOND}`;
const SANDBOX = { "tierline.sandbox": true };
const only = (...models) => ({ ...SANDBOX, "tierline.models.default": models, "tierline.escalate": "off" });

/** Asks for a fix of all of it, and waits until its changes do. */
async function fixed(w, place) {
  const name = await w.open(place.sumsFile);
  await w.press("Control+A");
  await w.palette("Tierline: Fix Selection");
  await w.lens("Accept All").first().waitFor();
  return name;
}

function saved(place) {
  return readFileSync(place.sumsFile, "utf8");
}

export const REVIEW_GROUPS = [
  {
    settings: SANDBOX,
    scenarios: {
      async a_fix_is_decided_change_by_change_and_each_is_one_undo(w, place) {
        const name = await fixed(w, place);
        // Who asked goes on where they were.
        await w.page.locator(".editor-group-container.active", { has: w.tab(name) }).waitFor();
        await w.page.locator(".statusbar-item", { hasText: `(${SUMS.length} selected)` }).waitFor();
        await w.page.locator(".monaco-diff-editor .view-lines.line-insert, .monaco-diff-editor .line-insert").first().waitFor();
        assert.equal(await w.page.locator(".tab.dirty").count(), 0);
        await place.shot("review");
        const count = await w.lens(/Accept$/).count();
        assert.ok(count > 2, `${count} changes`);
        await w.press("Control+Home");
        await w.chord("j");
        await w.chord("y");
        await w.untilDirty(name);
        await w.save(name);
        const first = saved(place);
        assert.notEqual(first, SUMS);
        await w.press("Control+Home");
        await w.chord("j");
        await w.chord("x");
        await w.lens(/Accept$/).nth(count - 2).waitFor({ state: "detached" });
        assert.equal(await w.page.locator(".tab.dirty").count(), 0);
        await place.shot("review-partly");
        await w.lens(/Accept$/).first().click();
        await w.untilDirty(name);
        await w.lens("Accept").first().waitFor({ state: "detached" });
        await w.page.locator(".monaco-diff-editor").waitFor({ state: "detached" });
        await w.save(name);
        const second = saved(place);
        assert.notEqual(second, first);
        await w.press("Control+Z");
        await w.untilDirty(name);
        await w.save(name);
        assert.equal(saved(place), first);
        await w.press("Control+Z");
        await w.untilDirty(name);
        await w.save(name);
        assert.equal(saved(place), SUMS);
        return [count, first, second];
      },

      async all_changes_are_one_undo_and_rejected_ones_leave_the_text_alone(w, place) {
        const name = await fixed(w, place);
        await w.lens("Reject All").first().click();
        await w.lens("Accept").first().waitFor({ state: "detached" });
        assert.equal(await w.page.locator(".tab.dirty").count(), 0);
        await w.palette("Tierline: Fix Selection");
        await w.lens("Accept All").first().click();
        await w.untilDirty(name);
        await w.lens("Accept").first().waitFor({ state: "detached" });
        await w.page.locator(".monaco-diff-editor").waitFor({ state: "detached" });
        await w.save(name);
        const text = saved(place);
        assert.match(text, /items is None[^]*items is None/);
        await w.press("Control+Z");
        await w.untilDirty(name);
        await w.save(name);
        assert.equal(saved(place), SUMS);
        return text;
      },

      async one_tier_up_has_its_price_and_its_answer_takes_the_place_of_the_first(w, place) {
        const name = await w.open(place.sumsFile);
        await w.chord("n");
        await w.choose("default", "default");
        await w.press("Control+1");
        await w.press("Control+A");
        await w.palette("Tierline: Fix Selection");
        const up = w.lens(/One Tier Up \(\$/).first();
        await up.waitFor();
        const words = await w.shown(up);
        await up.click();
        await w.untilStatus(/sandbox · maximum · \S+ · \$/);
        await w.page.locator(".tab", { hasText: /by maximum/ }).waitFor();
        await w.lens(/One Tier Up/).first().waitFor({ state: "detached" });
        await place.shot("one-tier-up");
        await w.chord("q");
        await w.rows.filter({ hasText: `fix ${name}` }).filter({ hasText: "waits for you" }).nth(1).waitFor();
        await place.shot("answers");
        await w.press("Escape");
        return words;
      },

      async an_answer_that_waits_is_found_again_after_a_restart(w, place) {
        const name = await fixed(w, place);
        await w.page.reload({ waitUntil: "domcontentloaded" });
        await w.page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: 60_000 });
        await w.closeAll();
        await w.palette("Tierline: Show Answers…");
        await w.rows.filter({ hasText: `fix ${name}` }).filter({ hasText: "waits for you" }).first().click();
        await w.lens("Accept All").first().click();
        await w.untilDirty(name);
        await w.save(name);
        assert.match(saved(place), /items is None[^]*items is None/);
      },

      async code_of_an_answer_is_copied_and_inserted(w, place) {
        const name = await w.open(place.scriptFile);
        await w.press("Control+A");
        await w.palette("Tierline: Write Tests for Selection");
        await w.untilStatus(/sandbox · (minimum|default|maximum) · \S+ · \$/);
        const tests = name.replace(".", ".test.");
        await w.tab(tests).click();
        await w.save(tests);
        await w.tab(name).click();
        await w.palette("Tierline: Show Last Answer");
        const page = w.answer(`Test ${name}`);
        await page.getByRole("button", { name: "Copy" }).first().click();
        const code = await page.locator("pre code").first().textContent();
        await w.page.locator(".statusbar-item", { hasText: "Tierline: copied" }).waitFor();
        assert.equal(await w.page.evaluate(() => navigator.clipboard.readText()), code);
        await place.shot("code-block");
        await page.getByRole("button", { name: "Insert at Cursor" }).first().click();
        await w.untilDirty(name);
        await w.press("Control+Z");
        await w.tab(name).and(w.page.locator(":not(.dirty)")).waitFor();
        rmSync(place.scriptFile.replace(".js", ".test.js"));
        return code;
      },
    },
  },
  {
    settings: { ...only("sandbox/slow"), "tierline.tier": "default" },
    scenarios: {
      async what_is_typed_while_an_edit_streams_stays_and_the_changes_go_along(w, place) {
        const name = await w.open(place.sumsFile);
        await w.selectLines(4, 19);
        await w.palette("Tierline: Fix Selection");
        await w.untilShown(w.answer(`Fix ${name}`), /\S+/);
        await place.shot("streaming-edit");
        await w.press("Control+Home");
        await w.page.keyboard.insertText("# mine\n");
        await w.lens("Accept All").first().waitFor({ timeout: 60_000 });
        await w.press("Control+Home");
        await w.page.keyboard.insertText("# mine too\n");
        await w.lens("Accept All").first().click();
        await w.lens("Accept").first().waitFor({ state: "detached" });
        await w.save(name);
        const text = saved(place);
        assert.ok(text.startsWith("# mine too\n# mine\n"), text);
        assert.match(text, /items is None[^]*items is None/);
        return text;
      },
    },
  },
  {
    settings: { ...only("sandbox/stall"), "tierline.tier": "default" },
    scenarios: {
      async a_cancelled_edit_changes_nothing_and_says_that_it_is_not_complete(w, place) {
        const name = await w.open(place.sumsFile);
        await w.press("Control+A");
        await w.palette("Tierline: Fix Selection");
        await w.untilShown(w.answer(`Fix ${name}`), /\S+/);
        await w.untilStatus(/writing…|waiting…/);
        await w.chord("c");
        await w.untilShown(w.facts, /this answer is not complete/);
        await place.shot("cancelled-edit");
        assert.equal(await w.lens("Accept").count(), 0);
        assert.equal(await w.page.locator(".tab.dirty").count(), 0);
      },
    },
  },
  {
    settings: only("sandbox/429-upstream"),
    scenarios: {
      async a_rate_limit_leads_to_minimum_and_the_status_bar_says_so(w, place) {
        const name = await w.open(place.sumsFile);
        await w.press("Control+A");
        await w.palette("Tierline: Explain Selection");
        await w.untilStatus(/sandbox · minimum · \S+ · \$0/);
        await w.untilShown(w.answer(`Explain ${name}`), /\S+/);
        await w.status.locator(".codicon-watch").waitFor();
        await w.status.hover();
        const hover = w.page.locator(".workbench-hover", { hasText: "rests until" });
        await hover.waitFor();
        await place.shot("cooling-down");
        return w.shown(hover);
      },
    },
  },
  {
    settings: { ...only("sandbox/401"), "tierline.tier": "default" },
    scenarios: {
      async a_wrong_key_is_one_sentence_with_the_ways_to_a_right_one(w, place) {
        await w.open(place.file);
        await w.press("Control+A");
        await w.palette("Tierline: Fix Selection");
        const toast = w.notification(/key/i);
        for (const label of ["Log In", "Set API Key"]) await toast.first().getByText(label, { exact: true }).last().waitFor();
        await place.shot("wrong-key");
        return w.shown(toast.first().locator(".notification-list-item-message"));
      },
    },
  },
  {
    settings: SANDBOX,
    inside: "repository",
    scenarios: {
      async the_message_of_a_commit_is_written_into_its_box(w, place) {
        await w.open(place.file);
        await w.press("Control+Shift+G");
        const box = w.page.locator(".scm-view .scm-input .view-lines");
        await box.first().waitFor();
        await w.page.locator(".scm-view .monaco-list-row", { hasText: "mean.py" }).first().waitFor();
        await w.palette("Tierline: Write Commit Message");
        const message = await w.untilShown(box, /mean/);
        await place.shot("commit-message");
        return message;
      },
    },
  },
];
