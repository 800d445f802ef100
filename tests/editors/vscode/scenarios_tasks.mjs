// Tasks whose edits are made at once, and answers to read.
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { SCRIPT, SOURCE } from "./folders.mjs";
import { APPLIED, running, TIER } from "./playing.mjs";

export const GROUPS = [
  {
    settings: APPLIED,
    scenarios: {
      async a_documented_selection_is_one_undo_away_from_the_old_text(w, place) {
        const name = await w.open(place.file);
        await w.selectLines(4, 6);
        await w.palette("Tierline: Document Selection");
        await w.untilDirty(name);
        const status = await w.untilStatus(TIER);
        await place.shot("documented");
        await w.save(name);
        assert.notEqual(readFileSync(place.file, "utf8"), SOURCE);
        await w.press("Control+Z");
        await w.untilDirty(name);
        await w.save(name);
        assert.equal(readFileSync(place.file, "utf8"), SOURCE);
        return status;
      },

      async an_explanation_streams_beside_and_leaves_focus_and_selection(w, place) {
        const name = await w.open(place.file);
        await w.selectLines(4, 6);
        const position = w.page.locator(".statusbar-item", { hasText: /selected\)/ });
        const before = await w.shown(position);
        await w.palette("Tierline: Explain Selection");
        const answer = w.answer(`Explain ${name}`);
        await w.untilShown(answer, /\S+/);
        await w.untilStatus(TIER);
        await w.page.locator(".editor-group-container.active", { has: w.tab(name) }).waitFor();
        assert.equal(await w.shown(position), before);
        await place.shot("explained");
        await w.palette("Tierline: Why This Tier");
        await w.untilShown(w.answer("Why this tier"), /Why (minimum|default|maximum)\?/);
        await place.shot("why");
        await w.palette("Tierline: Show Last Answer");
        await w.untilShown(w.answer(`Explain ${name}`), /\S+/);
      },

      async an_instruction_is_asked_for_and_an_unsaved_document_is_edited(w, place) {
        await w.palette("File: New Untitled Text File");
        await w.tab("Untitled-1").waitFor();
        await w.page.locator(".editor-group-container.active .monaco-editor").waitFor();
        await w.page.keyboard.insertText("def twice(x):\n    return x + x\n");
        await w.selectLines(1, 2);
        await w.palette("Tierline: Edit Selection…");
        await w.input.waitFor({ state: "visible" });
        await place.shot("instruction");
        await w.page.keyboard.insertText("rename twice to double");
        await w.press("Enter");
        const lines = w.page.locator(".editor-group-container.active .view-lines").first();
        await w.untilShown(lines, /def double/);
        await place.shot("edited");
        await w.press("Control+Z");
        await w.untilShown(lines, /def twice/);
        await w.selectLines(1, 2);
        await w.chord("i");
        await w.rows.filter({ hasText: "rename twice to double" }).filter({ hasText: "earlier" }).waitFor();
        await place.shot("history");
        await w.press("Escape");
        await w.palette("View: Revert and Close Editor");
      },

      async a_code_action_asks_for_its_instruction_too(w, place) {
        const name = await w.open(place.file);
        await running(w, place);
        await w.selectLines(4, 6);
        await w.press("Control+.");
        const actions = w.page.locator(".action-widget .monaco-list-row.action");
        await actions.filter({ hasText: "Tierline: Edit…" }).waitFor();
        await place.shot("code-actions");
        const titles = await actions.allTextContents();
        for (const title of titles) {
          await w.page.locator(".action-widget .monaco-list-row.focused", { hasText: title }).waitFor();
          if (title.includes("Edit…")) break;
          await w.press("ArrowDown");
        }
        await w.press("Enter");
        await w.input.waitFor({ state: "visible" });
        await w.page.keyboard.insertText("rename total to sum_of_all");
        await w.press("Enter");
        await w.untilDirty(name);
        await w.save(name);
        const edited = readFileSync(place.file, "utf8").replace(/^# Simulated .*\n/m, "");
        assert.equal(edited, SOURCE.replaceAll("total", "sum_of_all"));
      },

      async without_a_selection_the_cursors_line_is_taken_and_shown(w, place) {
        const name = await w.open(place.file);
        await w.press("Control+Home");
        await w.chord("e");
        await w.untilShown(w.answer(`Explain ${name}`), /\S+/);
        await w.page.locator(".statusbar-item", { hasText: "(9 selected)" }).waitFor();
      },

      async without_a_selection_the_enclosing_function_is_taken_where_symbols_are_known(w, place) {
        const name = await w.open(place.scriptFile);
        await w.press("Control+Home");
        await w.press("ArrowDown");
        // The path above the text shows that the language's extension is ready.
        await w.page.locator(".breadcrumbs-control .monaco-breadcrumb-item", { hasText: /^mean$/ }).waitFor();
        await w.palette("Tierline: Explain Selection");
        await w.untilShown(w.answer(`Explain ${name}`), /\S+/);
        await w.page.locator(".statusbar-item", { hasText: `(${SCRIPT.trimEnd().length} selected)` }).waitFor();
        await place.shot("enclosing");
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
        await page.getByRole("button", { name: "Copy" }).first().press("Enter");
        const code = await page.locator("pre code").first().textContent();
        await w.page.locator(".statusbar-item", { hasText: "Tierline: copied" }).waitFor();
        assert.equal(await w.page.evaluate(() => navigator.clipboard.readText()), code);
        await place.shot("code-block");
        await page.getByRole("button", { name: "Insert at Cursor" }).first().press("Enter");
        await w.untilDirty(name);
        await w.press("Control+Z");
        await w.tab(name).and(w.page.locator(":not(.dirty)")).waitFor();
        rmSync(place.scriptFile.replace(".js", ".test.js"));
        return code;
      },
    },
  },
];
