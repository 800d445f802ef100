/** The server process and the connection to it. */
import { CancellationError, type Disposable, EventEmitter, type ExtensionContext, l10n, type LogOutputChannel } from "vscode";
import type { LanguageClient, Middleware } from "vscode-languageclient/node";
import { handOver } from "../key";
import type { Chunk, Finished, KeptAnswer, Status } from "../protocol";
import { serverSettings } from "../settings";
import { waitAfter } from "./backoff";
import { NoEnvironment, type Program } from "./environment";
import type { Programs } from "./program";

/** How the server is. A crashed one says after how many seconds it starts again; undefined: only when it is needed. */
export type Health =
  | { is: "off" | "settingUp" | "starting" }
  | { is: "running"; version: string }
  | { is: "crashed"; againInS: number | undefined }
  | { is: "failed"; why: string };

export class Server implements Disposable {
  private current: Promise<LanguageClient> | undefined;
  private crashes: number[] = [];
  private again: NodeJS.Timeout | undefined;
  private readonly statuses = new EventEmitter<Status | undefined>();
  private readonly chunks = new EventEmitter<Chunk>();
  private readonly ends = new EventEmitter<Finished>();
  private readonly answers = new EventEmitter<KeptAnswer>();
  private readonly healths = new EventEmitter<Health>();
  /** The server's state; undefined while there is no server. */
  readonly onStatus = this.statuses.event;
  readonly onChunk = this.chunks.event;
  readonly onFinished = this.ends.event;
  /** An answer that waits for the user stands elsewhere now, or was decided about. */
  readonly onAnswer = this.answers.event;
  readonly onHealth = this.healths.event;
  health: Health = { is: "off" };
  /** What runs, or ran last. */
  program: Program | undefined;

  constructor(
    private readonly context: ExtensionContext,
    private readonly log: LogOutputChannel,
    private readonly programs: Programs,
    private readonly middleware: Middleware,
  ) {}

  get started(): boolean {
    return this.current !== undefined;
  }

  /** The connection to the running server; the first use starts it. */
  client(): Promise<LanguageClient> {
    return this.current ?? this.restart();
  }

  /** Sends one of the server's commands. */
  async execute<R>(command: string, ...args: object[]): Promise<R> {
    const client = await this.client();
    return client.sendRequest<R>("workspace/executeCommand", { command, arguments: args });
  }

  /** Reports what the server says of the progress of the request with this token. */
  async onProgress(token: string, report: (message: string) => void): Promise<Disposable> {
    const [{ onProgress }, client] = await Promise.all([import("./connection"), this.client()]);
    return onProgress(client, token, report);
  }

  /** The one way in: the first start, a wish, a changed setting and a crash all come here. */
  restart(): Promise<LanguageClient> {
    clearTimeout(this.again);
    const previous = this.current;
    this.statuses.fire(undefined);
    const next = (async () => {
      await stopped(previous);
      return this.launch();
    })();
    this.current = next;
    next.catch((error: unknown) => {
      // So that the next use tries again instead of repeating an old failure.
      if (this.current !== next) return;
      this.current = undefined;
      // Who stopped the set-up knows why there is no server.
      if (error instanceof CancellationError) this.turn({ is: "off" });
      else this.turn({ is: "failed", why: error instanceof Error ? error.message : String(error) });
    });
    return next;
  }

  /** Makes the environment of the server anew, and starts it if it ran. */
  async reinstall(): Promise<void> {
    await this.stop();
    this.turn({ is: "settingUp" });
    try {
      await this.programs.make();
    } finally {
      this.turn({ is: "off" });
    }
    await this.restart();
  }

  /** Lets a running server read the settings again. */
  async settingsChanged(): Promise<void> {
    const client = await this.current?.catch(() => undefined);
    await client?.sendNotification("workspace/didChangeConfiguration", { settings: null });
  }

  /** Gives a running server the key that is stored now. */
  async keyChanged(): Promise<void> {
    const client = await this.current?.catch(() => undefined);
    if (client !== undefined) await handOver(this.context.secrets, client);
  }

  async stop(): Promise<void> {
    clearTimeout(this.again);
    const previous = this.current;
    this.current = undefined;
    await stopped(previous);
    this.statuses.fire(undefined);
    this.turn({ is: "off" });
  }

  dispose(): void {
    clearTimeout(this.again);
    for (const emitter of [this.statuses, this.chunks, this.ends, this.answers, this.healths]) emitter.dispose();
  }

  private turn(health: Health): void {
    this.health = health;
    this.healths.fire(health);
  }

  private async launch(): Promise<LanguageClient> {
    this.turn({ is: "starting" });
    const { command, args } = (this.program = await this.programs.find(() => { this.turn({ is: "settingUp" }); }));
    this.turn({ is: "starting" });
    const { sandbox, baseUrl } = serverSettings();
    const env = baseUrl === "" ? process.env : { ...process.env, TIERLINE_BASE_URL: baseUrl };
    // Not in the folder of the user's project: what lies there must not be imported.
    const options = { env, cwd: this.context.extensionUri.fsPath };
    let running = false;
    const { connectionTo } = await import("./connection");
    const client = connectionTo(
      { command, args: [...args, "serve", ...(sandbox ? ["--sandbox"] : [])], options }, this.log, this.middleware, {
        status: (status) => { this.statuses.fire(status); },
        chunk: (chunk) => { this.chunks.fire(chunk); },
        finished: (finished) => { this.ends.fire(finished); },
        answer: (answer) => { this.answers.fire(answer); },
        closed: () => { if (running) this.crashed(); },
      });
    await started(client, args.length > 0);
    running = true;
    this.turn({ is: "running", version: client.initializeResult?.serverInfo?.version ?? "" });
    await handOver(this.context.secrets, client);
    return client;
  }

  private crashed(): void {
    const now = Date.now();
    this.crashes.push(now);
    this.statuses.fire(undefined);
    this.current = undefined;
    const againInS = waitAfter(this.crashes, now);
    this.log.error(l10n.t("The server ended unexpectedly."));
    this.turn({ is: "crashed", againInS });
    if (againInS === undefined) return;
    this.again = setTimeout(() => {
      this.restart().catch((error: unknown) => { this.log.error(String(error)); });
    }, againInS * 1000);
  }
}

/** Waits for the start; an environment of ours in which it fails is broken, and can be made anew. */
async function started(client: LanguageClient, ours: boolean): Promise<void> {
  try {
    await client.start();
  } catch (error) {
    if (!ours) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new NoEnvironment("failed", l10n.t("Tierline's server does not start ({0}). Try again to install it anew.", why));
  }
}

async function stopped(previous: Promise<LanguageClient> | undefined): Promise<void> {
  // A server that never started, or is gone already, has nothing left to stop.
  await previous?.then((client) => client.dispose()).catch(() => undefined);
}
