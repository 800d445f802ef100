// Drives the packaged extension in VS Code and prints one JSON line a scenario: {name, ok, ms, seen | error}.
// usage: TIERLINE_CMD=... node drive.mjs <cache folder> <vsix> <work folder> <folder for screenshots> [pattern of names]
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { startCodeServer } from "./code_server.mjs";
import { GROUPS, LONG, SCRIPT, SOURCE } from "./scenarios.mjs";
import { REVIEW_GROUPS, SUMS } from "./scenarios_review.mjs";
import { openWorkbench } from "./workbench.mjs";

const [cache, vsix, work, shots, only = ""] = process.argv.slice(2).map((argument, i) => (i < 4 ? path.resolve(argument) : argument));
const { chromium } = createRequire(path.join(cache, "package.json"))("playwright-core");

const folder = path.join(work, "folder");
const tierline = path.resolve(process.env.TIERLINE_CMD);
for (const made of [folder, shots]) mkdirSync(made, { recursive: true });
const file = path.join(folder, "mean.py");
const longFile = path.join(folder, "squares.py");
writeFileSync(file, SOURCE);
writeFileSync(longFile, LONG);
const scriptFile = path.join(folder, "mean.js");
writeFileSync(scriptFile, SCRIPT);
const sumsFile = path.join(folder, "sums.py");
const env = { ...process.env };
delete env.OPENROUTER_API_KEY;

// OpenRouter, as far as this user knows.
const openRouter = spawn(tierline, ["sandbox"], { stdio: ["ignore", "pipe", "ignore"] });
const baseUrl = await new Promise((resolve) => { openRouter.stdout.setEncoding("utf8").once("data", (line) => { resolve(line.trim()); }); });
const editor = await startCodeServer({ cache, profile: path.join(work, "profile"), vsix, env, state: path.join(work, "state") });
/** The settings of this machine: its server, unless the scenario is about another one. */
const machineSettings = (settings) => { editor.machineSettings({ "tierline.serverPath": tierline, ...settings }); };
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
let failures = 0;

async function play(workbench, name, scenario) {
  const began = performance.now();
  const shot = async (title) => {
    await workbench.settled();
    await workbench.page.screenshot({ path: path.join(shots, `${title}.png`) });
  };
  const report = { name, ok: true };
  try {
    report.seen = await scenario(workbench, { ...editor, machineSettings, baseUrl, shot, file, longFile, scriptFile, sumsFile });
  } catch (error) {
    failures += 1;
    Object.assign(report, { ok: false, error: error.stack });
    await shot(`failed-${name}`);
  }
  report.ms = Math.round(performance.now() - began);
  console.log(JSON.stringify(report));
  return report.ok;
}

try {
  for (const { settings, scenarios } of [...GROUPS, ...REVIEW_GROUPS]) {
    const chosen = Object.entries(scenarios).filter(([name]) => new RegExp(only).test(name));
    if (chosen.length === 0) continue;
    machineSettings(typeof settings === "function" ? settings(baseUrl) : settings);
    let workbench = await openWorkbench(browser, editor.url, folder);
    for (const [name, scenario] of chosen) {
      writeFileSync(file, SOURCE);
      writeFileSync(sumsFile, SUMS);
      if (await play(workbench, name, scenario)) {
        await workbench.closeAll();
      } else {
        // Whatever it left open must not fail the next one.
        await workbench.close();
        workbench = await openWorkbench(browser, editor.url, folder);
      }
    }
    await workbench.close();
  }
} finally {
  await browser.close();
  await editor.stop();
  openRouter.kill();
}
process.exit(failures === 0 ? 0 : 1);
