/** Finds the `tierline` program before it is started, so that its absence can be told in a sentence. */
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

/** There is no server to start. */
export class ProgramNotFound extends Error {}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * The program to start: `configured` if it is set, else `tierline` on the search path.
 * @throws {ProgramNotFound} with a sentence for the user
 */
export function findProgram(configured: string, env: NodeJS.ProcessEnv): string {
  if (configured !== "") {
    if (isProgram(configured)) return configured;
    throw new ProgramNotFound(`Tierline can't start: the setting tierline.server.path names ${configured}, which is no program.`);
  }
  const names = process.platform === "win32" ? ["tierline.exe", "tierline.cmd"] : ["tierline"];
  const folders = (env.PATH ?? env.Path ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const found = folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find(isProgram);
  if (found !== undefined) return found;
  throw new ProgramNotFound("Tierline can't start: the program tierline is not on the PATH. Install it, or set tierline.server.path.");
}
