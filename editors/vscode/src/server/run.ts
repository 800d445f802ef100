/** Runs a program to its end. */
import { spawn } from "node:child_process";

/** It ended badly; `output` is what it said on both streams. */
export class ProgramFailed extends Error {
  constructor(readonly command: string, readonly output: string, readonly status: number | string) {
    super(`${command} ended with ${status}`);
  }
}

export interface RunOptions {
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Told each line while it runs. */
  onLine?: (line: string) => void;
}

/**
 * What the program said.
 * @throws {ProgramFailed} it can't be started, fails, or takes too long; an abort passes as it is
 */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<{ output: string }> {
  const { signal, timeoutMs, onLine } = options;
  signal?.throwIfAborted();
  const child = spawn(command, args, { env: options.env, cwd: options.cwd, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
  let output = "";
  let rest = "";
  const take = (data: string) => {
    output += data;
    const lines = (rest + data).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) onLine?.(line);
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", take);
  const limit = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const stop = () => { child.kill(); };
  limit?.addEventListener("abort", stop);
  signal?.addEventListener("abort", stop);
  try {
    const status = await new Promise<number | string>((resolve, reject) => {
      child.on("error", (error) => { reject(new ProgramFailed(command, error.message, "no start")); });
      child.on("close", (code, killed) => { resolve(code ?? killed ?? "no status"); });
    });
    signal?.throwIfAborted();
    if (status !== 0) throw new ProgramFailed(command, output, limit?.aborted === true ? "a time-out" : status);
    return { output };
  } finally {
    limit?.removeEventListener("abort", stop);
    signal?.removeEventListener("abort", stop);
  }
}
