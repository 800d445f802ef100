// Drives the packaged extension in VS Code and prints one JSON line a scenario: {name, ok, ms, seen | error}; and one
// for each process group of its own, {group}, which whoever kills this driver has to kill too.
// usage: TIERLINE_CMD=... node drive.mjs <cache folder> <vsix> <work folder> <folder for screenshots> [pattern of names]
import path from "node:path";
import { RUN_MS, Time, within } from "./limits.mjs";
import { GROUPS } from "./scenarios.mjs";
import { Stage } from "./stage.mjs";

const [cache, vsix, work, shots, only = ""] = process.argv.slice(2).map((argument, i) => (i < 4 ? path.resolve(argument) : argument));
const wanted = new RegExp(only);
const time = new Time(RUN_MS);
const stage = new Stage({ cache, work, shots, tierline: path.resolve(process.env.TIERLINE_CMD) });
let failures = 0;

function tell(report) {
  if (!report.ok) failures += 1;
  console.log(JSON.stringify(report));
}

/** Plays one scenario; whatever goes wrong in it or after it stays its own affair. */
async function play(name, scenario, { settings, inside, limitMs }) {
  const began = performance.now();
  const report = { name, ok: true };
  try {
    await stage.set({ settings, inside });
    report.seen = await within(time.atMost(limitMs), "the scenario", () => scenario(stage.workbench, stage.place));
  } catch (error) {
    Object.assign(report, { ok: false, error: String(error?.stack ?? error) });
    await stage.shot(`failed-${name}`).catch(() => undefined);
  }
  report.ms = Math.round(performance.now() - began);
  tell(report);
  // Whatever it left open must not fail the next one.
  if (report.ok) await stage.tidy();
  else await stage.leave();
}

async function end() {
  await within(20_000, "the end", () => stage.stop()).catch((error) => { console.error(error); });
  process.exit(failures === 0 ? 0 : 1);
}

// What a scenario no longer waits for may fail behind its back.
process.on("unhandledRejection", (error) => { console.error("unhandled:", error); });
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => { failures += 1; void end(); });

// Whoever started this may be killed.
const parent = process.ppid;
setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, "SIGTERM"); }, 2_000).unref();

try {
  await within(time.atMost(RUN_MS), "the start", () => stage.start(vsix));
  for (const group of GROUPS) {
    for (const [name, scenario] of Object.entries(group.scenarios).filter(([each]) => wanted.test(each))) {
      if (time.left > 0) await play(name, scenario, group);
      else tell({ name, ok: false, ms: 0, error: "not played: the time of the whole run was over" });
    }
  }
} catch (error) {
  failures += 1;
  console.error(error);
}
await end();
