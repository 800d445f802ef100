// Folders of other sorts: a repository, several at once, one that is not trusted.
import assert from "node:assert/strict";
import { SANDBOX } from "./playing.mjs";

/** Has a file explained, and sees the reason for the tier. */
async function explained(w, file, reason) {
  await w.open(file);
  await w.press("Control+A");
  await w.palette("Tierline: Explain Selection");
  await w.page.locator(".statusbar-item", { hasText: reason }).waitFor();
}

export const GROUPS = [
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
  {
    settings: SANDBOX,
    inside: "both",
    scenarios: {
      async each_folder_of_a_workspace_has_its_own_rules(w, place) {
        await explained(w, place.applesFile, "apples are cheap");
        await w.press("Control+1");
        await explained(w, place.pearsFile, "pears are plain");
        await place.shot("two-folders");
      },
    },
  },
  {
    settings: SANDBOX,
    inside: "stranger",
    scenarios: {
      async a_folder_that_is_not_trusted_sets_nothing_until_it_is(w, place) {
        const restricted = w.page.locator(".statusbar-item", { hasText: "Restricted Mode" });
        await w.page.getByRole("button", { name: "No, I don't trust the authors" }).click();
        await restricted.waitFor();
        await w.open(place.applesFile);
        await w.press("Control+A");
        await w.palette("Tierline: Explain Selection");
        await w.untilShown(w.answer("Explain apples.py"), /\S+/);
        const status = await w.untilStatus(/sandbox · (minimum|default) · \S+/);
        await w.palette("Tierline: Why This Tier");
        const why = await w.untilShown(w.answer("Why this tier"), /Why (minimum|default)\?/);
        assert.doesNotMatch(why, /apples are cheap/);
        await restricted.click();
        await w.page.locator(".workspace-trust-editor", { hasText: /limited functionality/ }).locator("a", { hasText: /^\d+ extensions?$/ }).click();
        await w.page.locator(".extensions-viewlet .suggest-input-container .monaco-editor.focused").waitFor();
        await w.page.keyboard.insertText(" tierline");
        await w.page.locator(".extensions-viewlet .monaco-list-row", { hasText: "Tierline" }).first().click();
        await w.page.locator(".extension-editor", { hasText: "Settings, rules and prompts of an untrusted folder are not used" }).waitFor();
        await place.shot("restricted-extension");
        await restricted.click();
        await w.page.getByRole("button", { name: "Trust", exact: true }).first().click();
        await restricted.waitFor({ state: "detached" });
        await w.open(place.applesFile);
        await explained(w, place.applesFile, "apples are cheap");
        return [status, why];
      },
    },
  },
];
