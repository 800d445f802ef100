// The folders that windows are opened on, and what stands in their files when a scenario starts.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

export const SOURCE = "import os\n\n\ndef mean(values):\n    total = sum(values)\n    return total / len(values)\n\n\nprint(mean([1, 2, 3]), os.sep)\n";
/** A language whose functions the editor knows by itself. */
export const SCRIPT = "function mean(values) {\n  return values.reduce((a, b) => a + b) / values.length;\n}\n";
/** Long enough for a slow answer. */
export const LONG = Array.from({ length: 12 }, (_, i) => `def square_${i}(x):\n    return x * x\n`).join("\n\n");

const FIRST = "def total(items):\n    if items == None:\n        return 0\n    return sum(items)\n";
const BETWEEN = "\n\ndef twice(x):\n    y = x + x\n    print(y)\n    return y\n\n\n";
const SECOND = "def mean(items):\n    if items == None:\n        return 0\n    return sum(items) / len(items)\n";
/** A fix of it has more than one change. */
export const SUMS = `import os\n\n\n${FIRST}${BETWEEN}${SECOND}`;

/** Of a project that wants code explained by free models. */
const rules = (reason) => JSON.stringify({ rules: [{ name: "frugal", when: { kind: ["explain"] }, tier: "minimum", reason }] });
/** What no folder may set. */
const OWN_SETTINGS = JSON.stringify({ "tierline.serverPath": "/nowhere/tierline", "tierline.sandbox": false, "tierline.tier": "maximum" });

export class Folders {
  constructor(work) {
    const at = (...parts) => path.join(work, ...parts);
    const folder = at("folder");
    mkdirSync(folder, { recursive: true });
    this.files = {
      file: path.join(folder, "mean.py"), longFile: path.join(folder, "squares.py"), scriptFile: path.join(folder, "mean.js"),
      sumsFile: path.join(folder, "sums.py"), repositoryFile: repository(at("repository")),
      applesFile: project(at("apples"), "apples.py", "apples are cheap"), pearsFile: project(at("pears"), "pears.py", "pears are plain"),
    };
    const workspace = at("both.code-workspace");
    writeFileSync(workspace, JSON.stringify({ folders: [{ path: "apples" }, { path: "pears" }] }));
    const open = (parameter, place) => `${parameter}=${encodeURIComponent(place)}`;
    /** How the address of a window names them, and whether folders are trusted only when the user says so. */
    this.rooms = {
      folder: { query: open("folder", folder) },
      repository: { query: open("folder", at("repository")) },
      both: { query: open("workspace", workspace) },
      stranger: { query: open("folder", at("apples")), trust: true },
    };
  }

  renew() {
    const { file, longFile, scriptFile, sumsFile } = this.files;
    for (const [name, text] of [[file, SOURCE], [longFile, LONG], [scriptFile, SCRIPT], [sumsFile, SUMS]]) writeFileSync(name, text);
  }
}

/** One with a change that is staged. */
function repository(folder) {
  const git = (...args) => execFileSync("git", ["-C", folder, "-c", "user.name=A User", "-c", "user.email=user@test.invalid", ...args]);
  const file = path.join(folder, "mean.py");
  execFileSync("git", ["init", "-q", folder]);
  writeFileSync(file, SOURCE);
  git("add", ".");
  git("commit", "-qm", "Begin");
  writeFileSync(file, SOURCE.replaceAll("total ", "whole "));
  git("add", ".");
  return file;
}

/** One with a rule and settings of its own. */
function project(folder, name, reason) {
  for (const part of [".tierline", ".vscode"]) mkdirSync(path.join(folder, part), { recursive: true });
  writeFileSync(path.join(folder, ".tierline", "rules.json"), rules(reason));
  writeFileSync(path.join(folder, ".vscode", "settings.json"), OWN_SETTINGS);
  const file = path.join(folder, name);
  // A free model would not be asked to explain it by itself.
  writeFileSync(file, SUMS);
  return file;
}
