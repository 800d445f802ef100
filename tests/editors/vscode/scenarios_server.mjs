// The server while it runs: its settings, its health, its end.
import assert from "node:assert/strict";
import { APPLIED, restarted, running, TIER, until } from "./playing.mjs";

export const GROUPS = [
  {
    settings: APPLIED,
    scenarios: {
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
        place.machineSettings({ ...APPLIED, "tierline.tier": "minimum" });
        await w.untilStatus(/sandbox · minimum/);
        place.machineSettings({ ...APPLIED, "tierline.budget.perDayUsd": -1 });
        const toast = w.notification(/budget\.perDayUsd/);
        await toast.first().getByText("Open Settings", { exact: true }).last().waitFor();
        await place.shot("bad-setting");
        const sentence = await w.shown(toast.first().locator(".notification-list-item-message"));
        place.machineSettings(APPLIED);
        assert.deepEqual(place.servers(), before);
        return sentence;
      },

      async debug_information_has_versions_and_the_doctors_report_and_health_is_shown(w, place) {
        await w.open(place.file);
        await running(w, place);
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
];
