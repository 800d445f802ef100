// The server's own environment, made by the real Python, and what is said where it can't be. Run by `npm test`.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { Environment, type Making, NoEnvironment, type Trouble } from "../../../editors/vscode/src/server/environment";

const PYTHON = process.env.PYTHON ?? "python3";
const root = mkdtempSync(path.join(tmpdir(), "tierline-environment-"));
after(() => { rmSync(root, { recursive: true }); });
const OFFLINE = { PIP_INDEX_URL: "http://127.0.0.1:9/", PIP_EXTRA_INDEX_URL: "", PIP_FIND_LINKS: "", PIP_CONFIG_FILE: "/dev/null", PIP_NO_CACHE_DIR: "1" };

/** A wheel that says its version, and needs `requirements`. */
function wheel(version: string, requirements: string[] = []): string {
  const folder = mkdtempSync(path.join(root, "bundled-"));
  const info = `tierline-${version}.dist-info`;
  const files = {
    "tierline/__init__.py": "",
    "tierline/__main__.py": `print("tierline ${version}")`,
    [`${info}/METADATA`]: ["Metadata-Version: 2.1", "Name: tierline", `Version: ${version}`, ...requirements.map((name) => `Requires-Dist: ${name}`), ""].join("\n"),
    [`${info}/WHEEL`]: "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    [`${info}/RECORD`]: "",
  };
  const zip = "import json, sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], 'w') as wheel:\n for name, text in json.loads(sys.argv[2]).items(): wheel.writestr(name, text)";
  execFileSync(PYTHON, ["-c", zip, path.join(folder, `tierline-${version}-py3-none-any.whl`), JSON.stringify(files)]);
  return folder;
}

/** A folder with a program of this name that does as `script` says. */
function program(name: string, script: string): string {
  const folder = mkdtempSync(path.join(root, "bin-"));
  writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(folder, name), 0o755);
  return folder;
}

const real = () => program("python3", `exec "${execFileSync(PYTHON, ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim()}" "$@"`);

function making(bin: string, more: Partial<Making> = {}, env: NodeJS.ProcessEnv = {}): Making & { steps: string[] } {
  const steps: string[] = [];
  // Neither uv nor another Python of this machine.
  const home = path.join(root, "home");
  return { hints: [], env: { PATH: bin, HOME: home, ...OFFLINE, ...env }, report: (step) => { steps.push(step); }, log: () => undefined, steps, ...more };
}

async function refused(environment: Environment, making: Making): Promise<NoEnvironment> {
  const error: unknown = await environment.make(making).then(() => undefined, (reason: unknown) => reason);
  assert.ok(error instanceof NoEnvironment, String(error));
  return error;
}

const kept = wheel("1.0");

test("an environment is made once, also where uv can't, and a new version wants its own", async () => {
  const folder = path.join(root, "kept");
  const bin = [program("uv", "exit 2"), real()].join(path.delimiter);
  const old = new Environment(folder, kept);
  assert.equal(await old.ready(), undefined);
  const first = making(bin);
  const { command, args } = await old.make(first);
  assert.match(first.steps.join("; "), /making an environment with Python 3\..*; installing the server; .*trying it/);
  assert.equal(execFileSync(command, args, { encoding: "utf8", cwd: root }).trim(), "tierline 1.0");
  assert.deepEqual(await old.ready(), { command, args });

  const renewed = new Environment(folder, wheel("1.1"));
  assert.equal(await renewed.ready(), undefined);
  // Another window may run the older one still.
  await renewed.sweep();
  assert.deepEqual(await old.ready(), { command, args });
});

test("a module of the user's folder does not take the server's place, and a broken environment is none", async () => {
  const project = path.join(root, "project");
  mkdirSync(path.join(project, "tierline"), { recursive: true });
  writeFileSync(path.join(project, "tierline", "__main__.py"), "print('not ours')");
  const { command, args } = await new Environment(path.join(root, "kept"), kept).ready() ?? assert.fail("made above");
  assert.equal(execFileSync(command, args, { encoding: "utf8", cwd: project, env: { PYTHONPATH: project } }).trim(), "tierline 1.0");

  rmSync(command);
  assert.equal(await new Environment(path.join(root, "kept"), kept).ready(), undefined);
});

for (const [trouble, name, script, words] of [
  ["no-python", "other", "exit 0", /needs Python 3\.11 or newer, and none was found/],
  ["old-python", "python3", "echo 3 9 2 1", /needs Python 3\.11 or newer; .*python3 is 3\.9\.2/],
  ["no-venv", "python3", "echo 3 12 1 0", /the package python3\.12-venv/],
  ["no-python", "python3", "echo 'go to the shop'", /none was found/],
] satisfies [Trouble, string, string, RegExp][]) {
  test(`with a ${name} that does '${script}' the sentence says what to install`, async () => {
    const folder = mkdtempSync(path.join(root, "none-"));
    const error = await refused(new Environment(folder, wheel("1.0")), making(program(name, script)));
    assert.equal(error.trouble, trouble);
    assert.match(error.message, words);
    assert.deepEqual(readdirSync(folder), []);
  });
}

test("without a network the sentence says so, and nothing is left behind", async () => {
  const folder = mkdtempSync(path.join(root, "offline-"));
  const error = await refused(new Environment(folder, wheel("1.0", ["a-package-from-the-index"])), making(real()));
  assert.equal(error.trouble, "no-network");
  assert.match(error.message, /Check the network/);
  assert.deepEqual(readdirSync(folder), []);
});

test("what was begun and stopped leaves nothing behind", async () => {
  const folder = mkdtempSync(path.join(root, "stopped-"));
  const stop = new AbortController();
  const environment = new Environment(folder, wheel("1.0"));
  await assert.rejects(environment.make(making(real(), { signal: stop.signal, report: () => { stop.abort(); } })), { name: "AbortError" });
  assert.equal(await environment.ready(), undefined);
  assert.deepEqual(readdirSync(folder), []);
  assert.ok(existsSync(folder));
});
