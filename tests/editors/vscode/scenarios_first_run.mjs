// From a machine that has a Python, and nothing of Tierline's, to the first answer; and the key.
import assert from "node:assert/strict";
import { running, TIER, until } from "./playing.mjs";

export const GROUPS = [
  {
    settings: { "tierline.serverPath": "" },
    // It fetches the packages that the server needs.
    limitMs: 300_000,
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
        // An empty one forgets it.
        await w.palette("Tierline: Set API Key");
        await w.input.waitFor({ state: "visible" });
        await w.press("Enter");
        await w.warning.waitFor();
        return sentence;
      },

      async a_changed_path_restarts_and_a_missing_program_is_said_with_the_way_to_its_setting(w, place) {
        await w.open(place.file);
        await running(w, place);
        place.machineSettings({ "tierline.serverPath": "/nowhere/tierline" });
        const toast = w.notification(/\/nowhere\/tierline/);
        await toast.getByText("Open Settings", { exact: true }).last().waitFor();
        await place.shot("no-program");
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
];
