/** Finds a Python that the server can run on. No editor here: only processes and files. */
import { accessSync, constants, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { run } from "./run";

/** The oldest Python that the server runs on. */
export const OLDEST = [3, 11] as const;
/** One that answers later hangs. */
const PROBE_MS = 20_000;

export interface Python {
  command: string;
  /** What goes before all other arguments, such as `-3` of the Windows launcher. */
  args: string[];
  version: string;
}

/** What was looked at, for the sentence that says why nothing fits. */
export interface Findings {
  python: Python | undefined;
  tooOld: Python[];
  /** Good but for the module `venv`, which some Linux distributions leave out. */
  withoutVenv: Python[];
}

const PROBE = [
  "import sys",
  "try:",
  " import venv, ensurepip; made = 1",
  "except ImportError: made = 0",
  "print(*sys.version_info[:3], made)",
].join("\n");

/**
 * The first good Python: of `hints` (paths that the user's Python extension knows), then of the search path.
 * @param signal ends the search
 */
export async function findPython(hints: readonly string[], env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<Findings> {
  const findings: Findings = { python: undefined, tooOld: [], withoutVenv: [] };
  for (const [command, ...args] of candidates(hints, env)) {
    signal?.throwIfAborted();
    const found = await probe(command, args, signal);
    if (found === undefined) continue;
    if (!isNewEnough(found.version)) findings.tooOld.push(found);
    else if (!found.hasVenv) findings.withoutVenv.push(found);
    else return { ...findings, python: found };
  }
  return findings;
}

function candidates(hints: readonly string[], env: NodeJS.ProcessEnv): [string, ...string[]][] {
  const windows = process.platform === "win32";
  const names = ["python3.13", "python3.12", "python3.11", "python3.14", "python3", "python"];
  const found = names.flatMap((name) => onPath(name, env)).map((file): [string] => [file]);
  const launcher = windows ? onPath("py", env).map((file): [string, string] => [file, "-3"]) : [];
  return [...hints.map((file): [string] => [file]), ...launcher, ...found];
}

async function probe(command: string, args: string[], signal?: AbortSignal): Promise<(Python & { hasVenv: boolean }) | undefined> {
  try {
    const { output } = await run(command, [...args, "-I", "-c", PROBE], { signal, timeoutMs: PROBE_MS });
    const found = /^(\d+) (\d+) (\d+) ([01])$/.exec(output.trim());
    return found === null ? undefined : { command, args, version: found.slice(1, 4).join("."), hasVenv: found[4] === "1" };
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return undefined; // a name on the path that is no Python, such as the shop's alias on Windows
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/** Places that editors started from a desktop often lack in their PATH. */
const USUAL = ["~/.local/bin", "~/.cargo/bin", "/opt/homebrew/bin", "/usr/local/bin"];

/** The programs of this name, in the order of the search path. */
export function onPath(name: string, env: NodeJS.ProcessEnv): string[] {
  const windows = process.platform === "win32";
  const home = env.HOME ?? env.USERPROFILE ?? os.homedir();
  const usual = windows ? [path.join(home, ".local", "bin")] : USUAL.map((folder) => folder.replace("~", home));
  const folders = [...(env.PATH ?? env.Path ?? "").split(path.delimiter), ...usual];
  // A program in the working folder must not be taken for the user's own.
  const files = folders.filter((folder) => path.isAbsolute(folder)).map((folder) => path.join(folder, windows ? `${name}.exe` : name));
  return [...new Set(files)].filter(isProgram);
}

export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
