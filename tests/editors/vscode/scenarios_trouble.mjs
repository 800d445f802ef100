// Providers that refuse.
import { only } from "./playing.mjs";

export const GROUPS = [
  {
    settings: { ...only("sandbox/429-upstream"), "tierline.tier": "auto" },
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
    settings: only("sandbox/401"),
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
];
