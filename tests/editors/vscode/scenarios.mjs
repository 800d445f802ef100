// What a user does and must see. A group has one window with the given settings; its scenarios run in order, each
// starting with no editor open. A scenario's name is its test's.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setInterval } from "node:timers/promises";

/** What stands in the folder's only file when a scenario starts. */
export const SOURCE = "import os\n\n\ndef mean(values):\n    total = sum(values)\n    return total / len(values)\n\n\nprint(mean([1, 2, 3]), os.sep)\n";
const TIER = /(minimum|default|maximum) · \S+/;
/** Edits are made at once here; those that wait for the user are in `scenarios_review.mjs`. */
const SANDBOX = { "tierline.sandbox": true, "tierline.review": "apply" };
/** A language whose functions the editor knows by itself. */
export const SCRIPT = "function mean(values) {\n  return values.reduce((a, b) => a + b) / values.length;\n}\n";
/** A model that is sure to be at work still when the user does something else. */
const only = (model) => ({ ...SANDBOX, "tierline.tier": "default", "tierline.models.default": [model] });
/** Long enough for a slow answer. */
export const LONG = Array.from({ length: 12 }, (_, i) => `def square_${i}(x):\n    return x * x\n`).join("\n\n");

async function until(condition) {
  for await (const started of setInterval(50, Date.now())) {
    if (condition()) return;
    assert.ok(Date.now() - started < 20_000, `never became true: ${condition}`);
  }
}

/** A server of its own for a scenario; the status of the one before might look the same. */
async function restarted(w, place) {
  const before = place.servers();
  await w.palette("Tierline: Restart Server");
  await until(() => place.servers().some((pid) => !before.includes(pid)));
  await w.untilStatus(/sandbox · auto/);
  await until(() => place.servers().length === 1);
}

export const GROUPS = [
  {
    // A machine that has a Python, and nothing of Tierline's.
    settings: { "tierline.serverPath": "" },
    scenarios: {
      async the_walkthrough_leads_to_a_first_answer_without_a_key_and_with_nothing_installed(w, place) {
        await w.open(place.file);
        assert.equal(await w.status.count(), 0);
        assert.deepEqual(place.servers(), []);
        await w.palette("Tierline: Get Started");
        const step = (name) => w.page.locator(".getting-started-step", { hasText: name });
        const done = step("Give Tierline a key").locator(".codicon-getting-started-step-checked").first();
        await step("Give Tierline a key").waitFor();
        await place.shot("walkthrough");
        // It looks at the secret store alone: there is no server yet.
        assert.deepEqual(place.servers(), []);
        await w.page.getByRole("button", { name: "Try Without a Key" }).click();
        await w.notification(/canned/).waitFor();
        await done.waitFor();
        await step("Explain some code").click();
        await w.page.getByRole("button", { name: "Explain an Example" }).click();
        const toast = w.notification(/setting up its server/);
        await toast.filter({ hasText: /fetching|unpacking|trying it|installing/ }).waitFor({ timeout: 60_000 });
        await place.shot("setting-up");
        await w.answer("Explain Untitled-1").filter({ hasText: /\S+/ }).waitFor({ timeout: 240_000 });
        const said = await w.untilStatus(/sandbox · (minimum|default|maximum) · \S+/);
        await toast.waitFor({ state: "detached" });
        await place.shot("first-answer");
        await w.tab("Untitled-1").click();
        await w.palette("View: Revert and Close Editor");
        return said;
      },
    },
  },
  {
    settings: SANDBOX,
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
        await restarted(w, place);
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

      async the_tier_is_chosen_from_the_status_bar(w, place) {
        const name = await w.open(place.file);
        await restarted(w, place);
        await w.status.click();
        await w.rows.filter({ hasText: "Choose Tier" }).first().waitFor();
        await place.shot("menu");
        await w.choose("Choose", "Choose Tier");
        await w.choose("maximum", "maximum");
        await w.untilStatus(/sandbox · maximum/);
        await w.chord("n");
        await w.choose("minimum", "minimum");
        await w.untilStatus(/sandbox · maximum · next: minimum/);
        await w.press("Control+1");
        await w.selectLines(4, 6);
        await w.palette("Tierline: Explain Selection");
        await w.untilStatus(/sandbox · minimum · \S+ · \$/);
        await w.palette("Tierline: Review Selection");
        return w.untilStatus(/sandbox · maximum · \S+ · \$/);
      },

      async changed_settings_hold_at_once_and_a_bad_one_is_said_in_the_servers_words(w, place) {
        await w.open(place.file);
        await restarted(w, place);
        const before = place.servers();
        place.machineSettings({ ...SANDBOX, "tierline.tier": "minimum" });
        await w.untilStatus(/sandbox · minimum/);
        place.machineSettings({ ...SANDBOX, "tierline.budget.perDayUsd": -1 });
        const toast = w.notification(/budget\.perDayUsd/);
        await toast.first().getByText("Open Settings", { exact: true }).last().waitFor();
        await place.shot("bad-setting");
        const sentence = await w.shown(toast.first().locator(".notification-list-item-message"));
        place.machineSettings(SANDBOX);
        assert.deepEqual(place.servers(), before);
        return sentence;
      },

      async debug_information_has_versions_and_the_doctors_report_and_health_is_shown(w, place) {
        await w.open(place.file);
        await restarted(w, place);
        await w.palette("Tierline: Copy Debug Information");
        await w.notification(/in the clipboard/).waitFor();
        const report = await w.page.evaluate(() => navigator.clipboard.readText());
        assert.match(report, /- server: running \d/);
        assert.match(report, /"sandbox": true/);
        assert.match(report, /doctor --offline\n\n```\nok +tierline/);
        assert.doesNotMatch(report, /mean\.py/);
        await w.page.locator('.statusbar-item[id="status.languageStatus"]').click();
        const health = w.page.locator(".hover-language-status", { hasText: "Tierline: running" });
        await health.waitFor();
        await place.shot("health");
        await w.press("Escape");
        return report;
      },

      async a_crashed_server_comes_back_by_itself(w, place) {
        const name = await w.open(place.file);
        await w.selectLines(4, 6);
        await w.palette("Tierline: Explain Selection");
        await w.untilStatus(TIER);
        const [victim] = place.servers();
        process.kill(victim, "SIGKILL");
        await w.notification(/ended unexpectedly; it starts again in/).waitFor();
        await place.shot("crashed");
        await until(() => place.servers().some((pid) => pid !== victim));
        await w.palette("Tierline: Review Selection");
        await w.untilShown(w.answer(`Review ${name}`), /\S+/);
      },
    },
  },
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
        await w.notification(/did not apply/).waitFor();
        await w.page.locator(".editor-group-container.active", { has: w.tab(name) }).waitFor();
        await place.shot("kept");
        assert.equal(await w.page.locator(".tab.dirty").count(), 0);
        assert.equal(readFileSync(place.longFile, "utf8"), changed);
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
    settings: (baseUrl) => ({ "tierline.baseUrl": baseUrl }),
    scenarios: {
      async a_missing_key_offers_all_ways_and_a_log_in_can_be_stopped(w, place) {
        await w.open(place.file);
        await w.selectLines(4, 6);
        await w.palette("Tierline: Explain Selection");
        const toast = w.notification(/No OpenRouter key/);
        for (const name of ["Log In", "Set API Key", "Try Without a Key"]) await toast.getByText(name, { exact: true }).last().waitFor();
        await place.shot("no-key");
        const browser = w.page.context().waitForEvent("page");
        await toast.getByText("Log In", { exact: true }).last().click();
        await (await browser).close();
        const waiting = w.notification(/log in at OpenRouter/);
        await place.shot("logging-in");
        await waiting.getByText("Cancel", { exact: true }).last().click();
        await waiting.waitFor({ state: "detached" });
        await w.palette("Tierline: Set API Key");
        await w.input.waitFor({ state: "visible" });
        await w.page.keyboard.insertText("not a key");
        await w.page.locator(".quick-input-message", { hasText: "no spaces" }).waitFor();
        await w.press("Control+A");
        await w.page.keyboard.insertText("sk-or-v1-of-the-test");
        await w.press("Enter");
        await w.warning.waitFor({ state: "detached" });
        await w.press("Control+1");
        await w.palette("Tierline: Explain Selection");
        return w.untilStatus(TIER);
      },

      async the_usage_view_says_what_was_spent_in_every_theme(w, place) {
        await w.open(place.file);
        await w.chord("u");
        const view = w.webview;
        await view.getByRole("heading", { name: "Tierline Usage" }).waitFor();
        for (const name of ["By tier", "By day", "By model", "By kind of task"]) await view.getByRole("table", { name }).waitFor();
        await view.getByRole("row", { name: /maximum/ }).first().waitFor();
        const cards = await w.shown(view.locator(".cards"));
        await view.getByLabel("Period").focus();
        await place.shot("usage-dark");
        await view.getByLabel("Period").selectOption("7");
        await view.locator("option[value='7'][selected]").waitFor({ state: "attached" });
        await view.locator("#days:focus").waitFor();
        for (const [theme, sign, shot] of [["Light Modern", "vscode-light", "usage-light"], ["Dark High Contrast", "vscode-high-contrast", "usage-contrast"]]) {
          await w.theme(theme);
          await view.locator(`body.${sign}`).waitFor();
          await place.shot(shot);
        }
        await w.status.click();
        await w.rows.filter({ hasText: "Choose Tier" }).first().waitFor();
        await place.shot("menu-contrast");
        await w.press("Escape");
        await w.theme("Dark Modern");
        await view.locator("body.vscode-dark:not(.vscode-high-contrast)").waitFor();
        return cards;
      },

      async a_reached_cap_is_in_the_status_bar_with_all_that_belongs_to_it(w, place) {
        const name = await w.open(place.file);
        place.machineSettings({ "tierline.baseUrl": place.baseUrl, "tierline.budget.perMonthUsd": 0.001 });
        await w.selectLines(4, 6);
        await w.palette("Tierline: Explain Selection");
        await w.untilShown(w.answer(`Explain ${name}`), /\S+/);
        const status = await w.untilStatus(/minimum · \S+ .*cap reached/);
        await w.warning.waitFor();
        await w.status.hover();
        const hover = w.page.locator(".workbench-hover", { hasText: "A cap is reached" });
        await hover.waitFor();
        await place.shot("over-cap");
        return [status, await w.shown(hover)];
      },

      async the_models_of_the_tiers_are_shown(w, place) {
        await w.open(place.file);
        await w.palette("Tierline: Show Models");
        return w.untilShown(w.answer("Models"), /Models of \d{4}-\d\d-\d\d/);
      },
    },
  },
  {
    settings: { "tierline.trace.server": "verbose" },
    scenarios: {
      async a_missing_key_is_one_sentence_and_setting_it_helps(w, place) {
        const name = await w.open(place.file);
        await w.selectLines(4, 6);
        await w.palette("Tierline: Explain Selection");
        const toast = w.notification(/key/i);
        await toast.waitFor();
        // What a cancelled task cost may be told late, beside it.
        assert.equal(await toast.count(), 1);
        const sentence = await w.shown(toast.locator(".notification-list-item-message"));
        // Every message is traced now, and none may show the key.
        await w.palette("Developer: Set Log Level...");
        await w.choose("Tierline", "Tierline");
        await w.choose("Trace", "Trace");
        await toast.getByText("Set API Key", { exact: true }).last().click();
        await w.input.waitFor({ state: "visible" });
        assert.equal(await w.input.getAttribute("type"), "password");
        await w.page.keyboard.insertText("sk-or-test-only");
        await w.press("Enter");
        await w.warning.waitFor({ state: "detached" });
        await until(() => place.filesWith("tierline/setKey (not shown)").length > 0);
        assert.deepEqual(place.filesWith("sk-or-test-only"), []);
        return sentence;
      },

      async a_changed_path_restarts_and_a_missing_program_is_said_with_the_way_to_its_setting(w, place) {
        place.machineSettings({ "tierline.serverPath": "/nowhere/tierline" });
        const toast = w.notification(/\/nowhere\/tierline/);
        await toast.getByText("Open Settings", { exact: true }).last().waitFor();
        await place.shot("no-program");
      },
    },
  },
];
