// How the extension looks and reads in the themes, and a log-in that is carried through.
import assert from "node:assert/strict";
import { faults } from "./axe.mjs";
import { only, SANDBOX, TIER } from "./playing.mjs";

const THEMES = [
  ["Dark Modern", "vscode-dark:not(.vscode-high-contrast)", "dark"],
  ["Light Modern", "vscode-light:not(.vscode-high-contrast-light)", "light"],
  ["Dark High Contrast", "vscode-high-contrast:not(.vscode-high-contrast-light)", "contrast"],
  ["Light High Contrast", "vscode-high-contrast-light", "contrast-light"],
];

/** Looks at the open page in each theme, and ends with the one that the other scenarios have. */
async function inEveryTheme(w, look) {
  for (const [theme, sign, name] of [...THEMES.slice(1), THEMES[0]]) {
    await w.theme(theme);
    await w.webview.locator(`body.${sign}`).waitFor();
    await look(name);
  }
}

export const GROUPS = [
  {
    // Whatever it is asked, it gives code.
    settings: only("sandbox/elided"),
    scenarios: {
      async an_answer_with_code_is_accessible_in_every_theme(w, place) {
        await w.open(place.file);
        await w.selectLines(4, 6);
        await w.palette("Tierline: Explain Selection");
        await w.webview.getByRole("button", { name: "Ask Again" }).waitFor();
        await w.webview.getByRole("button", { name: "Insert at Cursor" }).first().focus();
        await inEveryTheme(w, async (theme) => {
          await place.shot(`answer-${theme}`);
          assert.deepEqual(await faults(w), [], theme);
        });
      },
    },
  },
  {
    settings: SANDBOX,
    scenarios: {
      async the_models_and_the_reason_are_accessible_pages(w, place) {
        await w.open(place.file);
        await w.selectLines(4, 6);
        await w.palette("Tierline: Explain Selection");
        await w.untilStatus(TIER);
        for (const [command, title, words] of [["Why This Tier", "Why this tier", /Because/], ["Show Models", "Models", /Models of/]]) {
          await w.palette(`Tierline: ${command}`);
          await w.untilShown(w.answer(title), words);
          assert.deepEqual(await faults(w), [], title);
          await place.shot(title.toLowerCase().replaceAll(" ", "-"));
        }
      },

      async the_walkthrough_has_a_picture_beside_each_step(w, place) {
        await w.page.setViewportSize({ width: 1900, height: 900 });
        await w.palette("Tierline: Get Started");
        for (const [step, shot] of [["Give Tierline a key", "key"], ["Three tiers", "tiers"], ["Explain some code", "explain"], ["See what it costs", "money"]]) {
          await w.page.locator(".getting-started-step", { hasText: step }).click();
          await w.page.locator(".getting-started-step.expanded", { hasText: step }).waitFor();
          await w.webview.locator("svg").waitFor();
          await place.shot(`walkthrough-${shot}`);
        }
        await w.page.setViewportSize({ width: 1360, height: 800 });
      },
    },
  },
  {
    settings: (baseUrl) => ({ "tierline.baseUrl": baseUrl }),
    scenarios: {
      async the_usage_view_is_accessible_in_every_theme(w, place) {
        await w.open(place.file);
        await w.chord("u");
        await w.webview.getByRole("table", { name: "By tier" }).waitFor();
        await inEveryTheme(w, async (theme) => { assert.deepEqual(await faults(w), [], theme); });
      },
    },
  },
  {
    // The editor in a browser sends what is on this machine through itself; OpenRouter's page is elsewhere.
    settings: (baseUrl) => ({ "tierline.baseUrl": baseUrl.replace("127.0.0.1", "[::ffff:127.0.0.1]") }),
    scenarios: {
      async a_log_in_in_the_browser_brings_a_key_that_is_kept(w, place) {
        await w.open(place.file);
        await w.selectLines(4, 6);
        await w.palette("Tierline: Set API Key");
        await w.input.waitFor({ state: "visible" });
        await w.press("Enter");
        await w.palette("Tierline: Explain Selection");
        const toast = w.notification(/No OpenRouter key/);
        const opened = w.page.context().waitForEvent("page");
        await toast.getByText("Log In", { exact: true }).last().click();
        await w.page.locator(".monaco-dialog-box").getByRole("button", { name: "Open", exact: true }).click();
        const page = await opened;
        await page.getByText("Logged in. You can close this page").waitFor();
        const address = page.url();
        await page.close();
        await w.notification(/logged in/).waitFor();
        await w.warning.waitFor({ state: "detached" });
        await place.shot("logged-in");
        await w.press("Control+1");
        await w.palette("Tierline: Explain Selection");
        await w.untilStatus(TIER);
        return address.replace(/code=.*/, "code=…");
      },
    },
  },
];
