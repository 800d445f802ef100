// Edits that wait for the user.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { SUMS } from "./folders.mjs";
import { SANDBOX } from "./playing.mjs";

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

export const GROUPS = [
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
    },
  },
];
