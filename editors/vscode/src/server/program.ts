/** Which program to start: the user's own, or the one of the environment that the extension makes itself. */
import path from "node:path";
import { CancellationError, type ExtensionContext, extensions, l10n, type LogOutputChannel, ProgressLocation, window, workspace } from "vscode";
import { serverSettings } from "../settings";
import { Environment, NoEnvironment, type Program } from "./environment";
import { isProgram } from "./python";

/** The setting names a program that is none. */
export class ProgramNotFound extends Error {}

export class Programs {
  private readonly environment: Environment;
  private making: Promise<Program> | undefined;

  constructor(context: ExtensionContext, private readonly log: LogOutputChannel) {
    this.environment = new Environment(
      path.join(context.globalStorageUri.fsPath, "server"), path.join(context.extensionUri.fsPath, "bundled"));
  }

  /**
   * The program to start; `making` is called if the environment has to be made first, which takes a while.
   * @throws {ProgramNotFound | NoEnvironment} with a sentence for the user
   * @throws {CancellationError} the user stopped it
   */
  async find(making: () => void): Promise<Program> {
    const { path: own } = serverSettings();
    if (own !== "") {
      if (isProgram(own)) return { command: own, args: [] };
      throw new ProgramNotFound(l10n.t("Tierline can't start: the setting tierline.serverPath names {0}, which is no program.", own));
    }
    const ready = await this.environment.ready();
    if (ready !== undefined) {
      void this.environment.sweep();
      return ready;
    }
    making();
    return this.make();
  }

  /** Makes the environment anew, with visible progress; a second call waits for the first. */
  make(): Promise<Program> {
    this.making ??= Promise.resolve(this.visibly()).finally(() => { this.making = undefined; });
    return this.making;
  }

  private visibly(): Thenable<Program> {
    const title = l10n.t("Tierline: setting up its server (once)");
    return window.withProgress({ location: ProgressLocation.Notification, cancellable: true, title }, async (progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => { stop.abort(); });
      this.log.info("Making the environment of the server.");
      try {
        return await this.environment.make({
          hints: await knownPythons(),
          env: process.env,
          signal: stop.signal,
          report: (message) => { progress.report({ message }); },
          log: (line) => { this.log.debug(line); },
        });
      } catch (error) {
        if (stop.signal.aborted) throw new CancellationError();
        if (error instanceof NoEnvironment && error.details !== "") this.log.error(error.details);
        throw error;
      }
    });
  }
}

/** As much as is used here of what the Python extension offers. */
interface PythonExtension {
  environments?: {
    getActiveEnvironmentPath(): { path: string };
    resolveEnvironment(path: unknown): Promise<{ executable: { uri?: { fsPath: string } } } | undefined>;
  };
}

/** The interpreter that the user chose, where the Python extension runs; a folder that is not trusted chooses none. */
async function knownPythons(): Promise<string[]> {
  const python = extensions.getExtension<PythonExtension>("ms-python.python");
  if (python?.isActive !== true || !workspace.isTrusted) return [];
  try {
    const { environments } = python.exports;
    const found = await environments?.resolveEnvironment(environments.getActiveEnvironmentPath());
    return found?.executable.uri === undefined ? [] : [found.executable.uri.fsPath];
  } catch {
    return []; // a hint that can't be had is none
  }
}
