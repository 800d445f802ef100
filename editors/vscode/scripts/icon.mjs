// Draws icon.svg as media/icon.png, which VS Code wants, with a Chromium. usage: [CHROMIUM=…] node scripts/icon.mjs
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const media = path.join(path.dirname(import.meta.dirname), "media");
const profile = mkdtempSync(path.join(tmpdir(), "icon-"));
try {
  execFileSync(process.env.CHROMIUM ?? "chromium", [
    "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", `--user-data-dir=${profile}`, "--default-background-color=00000000",
    "--window-size=256,256", `--screenshot=${path.join(media, "icon.png")}`, path.join(import.meta.dirname, "icon.svg"),
  ], { stdio: "ignore" });
} finally {
  rmSync(profile, { recursive: true });
}
