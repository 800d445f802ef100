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
        await w.goesOn(name, SUMS.length);
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
        await w.press("Control+A");
        await up.click();
        await w.untilStatus(/sandbox · maximum · \S+ · \$/);
        await w.page.locator(".tab", { hasText: /by maximum/ }).waitFor();
        await w.lens(/One Tier Up/).first().waitFor({ state: "detached" });
        await w.goesOn(name, SUMS.length);
        await place.shot("one-tier-up");
        await w.chord("q");
        await w.rows.filter({ hasText: `fix ${name}` }).filter({ hasText: "waits for you" }).nth(1).waitFor();
        await place.shot("answers");
        await w.press("Escape");
        return words;
      },

      async one_tier_up_by_its_key_asks_for_its_price_and_the_keys_still_go_to_the_text(w, place) {
        const name = await w.open(place.sumsFile);
        await w.chord("n");
        await w.choose("default", "default");
        await w.press("Control+1");
        await w.press("Control+A");
        await w.palette("Tierline: Fix Selection");
        await w.lens("Accept All").first().waitFor();
        await w.chord("b");
        const question = w.notification(/\$/);
        await question.getByText("Yes, ask it", { exact: true }).last().waitFor();
        await place.shot("price");
        const words = await w.shown(question.locator(".notification-list-item-message"));
        await question.getByText("Yes, ask it", { exact: true }).last().click();
        await w.page.locator(".tab", { hasText: /by maximum/ }).waitFor();
        await w.lens("Accept All").first().waitFor();
        await w.goesOn(name, SUMS.length);
        await w.chord("Shift+X");
        await w.lens("Accept").first().waitFor({ state: "detached" });
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
  {
    settings: { ...SANDBOX, "tierline.review": "diff" },
    scenarios: {
      async where_the_user_wants_a_comparison_the_text_has_no_marks_and_every_theme_shows_it(w, place) {
        const name = await w.open(place.sumsFile);
        await w.press("Control+A");
        await w.palette("Tierline: Fix Selection");
        const added = w.page.locator(".monaco-diff-editor .line-insert").first();
        await added.waitFor();
        await w.goesOn(name, SUMS.length);
        assert.equal(await w.lens("Accept").count(), 0);
        await place.shot("comparison");
        for (const [theme, sign, shot] of [["Light Modern", "vs", "comparison-light"], ["Dark High Contrast", "hc-black", "comparison-contrast"]]) {
          await w.theme(theme);
          await w.page.locator(`.monaco-workbench.${sign}`).waitFor();
          await added.waitFor();
          await place.shot(shot);
        }
        await w.theme("Dark Modern");
        await w.page.locator(".monaco-workbench.vs-dark").waitFor();
        await w.page.getByRole("button", { name: /^Tierline: Accept All|^Accept All/ }).first().click();
        await w.untilDirty(name);
        await w.page.locator(".monaco-diff-editor").waitFor({ state: "detached" });
        await w.save(name);
        assert.match(saved(place), /items is None[^]*items is None/);
      },
    },
  },
];
