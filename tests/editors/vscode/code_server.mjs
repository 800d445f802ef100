// A code-server of its own on a free port, with a fresh profile, and its end.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const QUIET = {
  "workbench.startupEditor": "none",
  "workbench.enableExperiments": false,
  "workbench.tips.enabled": false,
  "telemetry.telemetryLevel": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "files.autoSave": "off",
  "files.hotExit": "off",
  "workbench.colorTheme": "Default Dark Modern",
  "editor.minimap.enabled": false,
};

/**
 * Starts it with `vsix` installed, for a user whose programs keep their state in `state`.
 * `started` is given what ends it, before it is known whether it comes up.
 */
export async function startCodeServer({ cache, profile, vsix, env, state, started }) {
  const entry = path.join(cache, "node_modules/code-server/out/node/entry.js");
  rmSync(profile, { recursive: true, force: true });
  for (const folder of ["user/User", "user/Machine", "extensions", "home"]) mkdirSync(path.join(profile, folder), { recursive: true });
  const config = path.join(profile, "config.yaml");
  writeFileSync(config, "");
  const common = ["--config", config, "--user-data-dir", path.join(profile, "user"), "--extensions-dir", path.join(profile, "extensions")];
  // Inside a VS Code terminal these variables would hand over to the window around us.
  const clean = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("VSCODE_")));
  const home = path.join(profile, "home");
  // The extension host takes its PATH from the user's login shell.
  writeFileSync(path.join(home, ".profile"), `PATH="${env.PATH}"\n`);
  // An empty gallery: else it is looked up on the internet. Its own home: logs and caches would go to the user's.
  const environment = {
    ...clean, HOME: home, SHELL: "/bin/bash", XDG_DATA_HOME: path.join(home, "data"), XDG_STATE_HOME: state, EXTENSIONS_GALLERY: "{}",
  };
  execFileSync(process.execPath, [entry, ...common, "--install-extension", vsix], { env: environment, stdio: ["ignore", 2, 2] });

  const child = spawn(process.execPath, [
    entry, ...common, "--auth", "none", "--bind-addr", "127.0.0.1:0", "--disable-telemetry", "--disable-update-check",
    "--disable-getting-started-override", "--ignore-last-opened",
  ], { env: environment, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  console.log(JSON.stringify({ group: child.pid }));
  started(() => stop(child));
  const url = await listening(child);
  return {
    url,
    /** Settings of the user, in each window. */
    userSettings: (settings) => { writeFileSync(path.join(profile, "user/User/settings.json"), JSON.stringify({ ...QUIET, ...settings })); },
    /** Settings of scope `machine` belong to the machine that the server runs on. */
    machineSettings: (settings) => { writeFileSync(path.join(profile, "user/Machine/settings.json"), JSON.stringify(settings)); },
    /** Process ids of the running `tierline serve`s of this editor. */
    servers: () => serversOf(child.pid),
    /** Files of the profile, logs and settings among them, that hold `text`. */
    filesWith: (text) => readdirSync(path.join(profile, "user"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => readFileSync(file).includes(text)),
  };
}

function serversOf(group) {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      // The name in brackets may hold spaces; the process group is the third field behind it.
      const [state, , pgrp] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ");
      return Number(pgrp) === group && state !== "Z" && readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes("serve");
    } catch {
      return false; // it ended while we looked
    }
  }).map(Number);
}

function listening(child) {
  return new Promise((resolve, reject) => {
    let log = "";
    const take = (data) => {
      log += data;
      const found = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(log);
      if (found) resolve(found[1]);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("exit", (code) => { reject(new Error(`code-server ended (${code}):\n${log}`)); });
  });
}

async function stop(child) {
  const gone = new Promise((resolve) => { if (child.exitCode === null) child.on("exit", resolve); else resolve(); });
  const group = (signal) => {
    try { process.kill(-child.pid, signal); } catch { /* the whole group has gone already */ }
  };
  group("SIGTERM");
  const late = setTimeout(() => { group("SIGKILL"); }, 5000);
  await gone;
  clearTimeout(late);
  group("SIGKILL");
}
