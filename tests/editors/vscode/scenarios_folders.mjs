// Folders of other sorts: a repository, several at once, one that is not trusted.
import { SANDBOX } from "./playing.mjs";

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
];
