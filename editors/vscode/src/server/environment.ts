/**
 * The server's own virtual environment, made once from the wheel that the extension brings along. No editor here.
 *
 * One folder for each wheel, so that a new version gets a new one, with a mark that is written last. It is made beside
 * its place and then moved there: half an environment never looks like a whole one, and two windows don't meet.
 */
import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { l10n } from "vscode";
import { findPython, isProgram, OLDEST, onPath, type Python } from "./python";
import { ProgramFailed, run } from "./run";

const MARK = "made.json";
/** An environment that no window has started for so long belongs to an older version. */
const FORGOTTEN_MS = 14 * 86_400_000;
/** `-I`: neither the working folder nor the user's variables decide what is imported. */
const SERVER = ["-I", "-m", "tierline"];

/** What to start: further arguments go behind `args`. */
export interface Program {
  command: string;
  args: string[];
}

export type Trouble = "no-python" | "old-python" | "no-venv" | "no-network" | "no-wheel" | "failed";

/** There is no environment; the message says what to do. */
export class NoEnvironment extends Error {
  constructor(readonly trouble: Trouble, message: string, readonly details = "") {
    super(message);
  }
}

export interface Making {
  /** Paths of Pythons that the user's Python extension knows. */
  hints: readonly string[];
  env: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  /** Told what is being done. */
  report: (step: string) => void;
  /** Told each line of the programs that do it. */
  log: (line: string) => void;
}

export class Environment {
  /**
   * @param folder where environments are kept
   * @param bundled the folder that holds the wheel
   */
  constructor(private readonly folder: string, private readonly bundled: string) {}

  /** The program of the finished environment; undefined where there is none, or where its Python has gone. */
  async ready(): Promise<Program | undefined> {
    const { place } = await this.wheel();
    const python = pythonIn(place);
    if (!existsSync(path.join(place, MARK)) || !isProgram(python)) return undefined;
    const now = new Date();
    await utimes(path.join(place, MARK), now, now).catch(() => undefined);
    return { command: python, args: SERVER };
  }

  /**
   * Makes it anew, whatever there was.
   * @throws {NoEnvironment} with a sentence for the user; an abort passes as it is
   */
  async make(making: Making): Promise<Program> {
    const { file, place } = await this.wheel();
    await mkdir(this.folder, { recursive: true });
    const fresh = path.join(this.folder, `making-${randomUUID()}`);
    try {
      await this.fill(fresh, file, making);
      await writeFile(path.join(fresh, MARK), JSON.stringify({ wheel: path.basename(file) }));
      await rm(place, { recursive: true, force: true });
      await rename(fresh, place);
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
    return { command: pythonIn(place), args: SERVER };
  }

  /** Removes environments of older versions that no window uses any more. */
  async sweep(): Promise<void> {
    const { place } = await this.wheel();
    for (const name of await readdir(this.folder).catch(() => [])) {
      const other = path.join(this.folder, name);
      const used = await stat(path.join(other, MARK)).catch(() => stat(other));
      if (other !== place && Date.now() - used.mtimeMs > FORGOTTEN_MS) await rm(other, { recursive: true, force: true });
    }
  }

  private async wheel(): Promise<{ file: string; place: string }> {
    const name = (await readdir(this.bundled).catch(() => [])).find((entry) => entry.endsWith(".whl"));
    if (name === undefined) {
      throw new NoEnvironment("no-wheel", l10n.t("This copy of the extension lacks its server. Install the extension again, or set tierline.serverPath."));
    }
    const file = path.join(this.bundled, name);
    const digest = createHash("sha256").update(await readFile(file)).digest("hex").slice(0, 12);
    return { file, place: path.join(this.folder, `${name.split("-")[1] ?? ""}-${digest}`) };
  }

  private async fill(fresh: string, wheel: string, making: Making): Promise<void> {
    const { env, signal, report, log } = making;
    const options = { env, signal, cwd: this.folder, onLine: (line: string) => { log(line); const step = stepIn(line); if (step !== undefined) report(step); } };
    const install = async (command: string, args: string[]) => {
      try {
        await run(command, args, options);
      } catch (error) {
        throw signal?.aborted === true ? error : troubleWith(error);
      }
    };
    const [uv] = onPath("uv", env);
    if (uv !== undefined && await withUv(uv, fresh, options)) {
      report(l10n.t("installing the server with uv"));
      await install(uv, ["pip", "install", "--python", pythonIn(fresh), wheel]);
    } else {
      const python = await pythonFor(making);
      report(l10n.t("making an environment with Python {0}", python.version));
      await install(python.command, [...python.args, "-m", "venv", "--clear", fresh]);
      report(l10n.t("installing the server"));
      // Uncompiled: the first start compiles the few modules that it needs, in a fraction of the time.
      const options = ["--disable-pip-version-check", "--no-input", "--no-compile", "--retries", "2"];
      await install(pythonIn(fresh), ["-I", "-m", "pip", "install", ...options, wheel]);
    }
    report(l10n.t("trying it"));
    await install(pythonIn(fresh), [...SERVER, "--version"]);
  }
}

/** Whether uv made it: it also fetches a Python where there is none. If it can't, the user's own Python is tried. */
async function withUv(uv: string, fresh: string, options: Parameters<typeof run>[2]): Promise<boolean> {
  try {
    await run(uv, ["venv", "--no-project", "--python", `>=${OLDEST.join(".")}`, fresh], options);
    return true;
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    await rm(fresh, { recursive: true, force: true });
    return false;
  }
}

async function pythonFor({ hints, env, signal }: Making): Promise<Python> {
  const { python, tooOld: [old], withoutVenv: [bare] } = await findPython(hints, env, signal);
  if (python !== undefined) return python;
  const wanted = OLDEST.join(".");
  if (bare !== undefined) {
    throw new NoEnvironment("no-venv", l10n.t(
      "Tierline's server needs Python's module venv, which {0} lacks. Install it (on Debian and Ubuntu: the package python{1}-venv) or uv, then try again.",
      bare.command, bare.version.split(".").slice(0, 2).join(".")));
  }
  if (old !== undefined) {
    throw new NoEnvironment("old-python", l10n.t(
      "Tierline's server needs Python {0} or newer; {1} is {2}. Install a newer one beside it, or uv, then try again.", wanted, old.command, old.version));
  }
  throw new NoEnvironment("no-python", l10n.t(
    "Tierline's server needs Python {0} or newer, and none was found. Install Python or uv, then try again; or set tierline.serverPath.", wanted));
}

const OFFLINE = /name resolution|getaddrinfo|Max retries|ConnectionError|NewConnection|ConnectTimeout|network is unreachable|dns error|error sending request|Failed to fetch|Could not find a version|No matching distribution|timed out/i;

function troubleWith(error: unknown): NoEnvironment {
  const said = error instanceof ProgramFailed ? error.output : String(error);
  if (OFFLINE.test(said)) {
    return new NoEnvironment("no-network", l10n.t(
      "The packages that Tierline's server needs could not be fetched. Check the network (and pip's or uv's proxy and index settings), then try again."), said);
  }
  const last = said.trim().split("\n").at(-1) ?? "";
  return new NoEnvironment("failed", l10n.t("Tierline's server could not be installed: {0}", last.slice(0, 200)), said);
}

function stepIn(line: string): string | undefined {
  const found = /^\s*Collecting ([A-Za-z0-9._-]+)/.exec(line);
  if (found?.[1] !== undefined) return l10n.t("fetching {0}", found[1]);
  return line.startsWith("Installing collected packages") ? l10n.t("unpacking") : undefined;
}

function pythonIn(place: string): string {
  return process.platform === "win32" ? path.join(place, "Scripts", "python.exe") : path.join(place, "bin", "python");
}
