/** The server process and the connection to it. */
import { type Disposable, EventEmitter, type ExtensionContext, type LogOutputChannel, Uri, window } from "vscode";
import {
  CloseAction, DidChangeConfigurationNotification, ErrorAction, LanguageClient, type LanguageClientOptions,
  type Middleware, RevealOutputChannelOn, type StaticFeature,
} from "vscode-languageclient/node";
import { handOver, withoutKeys } from "./key";
import { findProgram } from "./program";
import type { Chunk, Status } from "./protocol";
import { serverSettings, sharedSettings } from "./settings";

/** Crashes after which the server is left alone until the user asks for it. */
const MOST_CRASHES = 3;
const CRASH_WINDOW_MS = 180_000;

const SELECTOR = ["file", "untitled", "vscode-vfs"].map((scheme) => ({ scheme }));

/** Tells the server that this client asks for an instruction where a code action needs one. */
const ASKS_FOR_INSTRUCTIONS: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { ...(capabilities.experimental as object | undefined), tierline: true };
  },
  initialize: () => undefined,
  getState: () => ({ kind: "static" }),
  clear: () => undefined,
};

export class Server implements Disposable {
  private current: Promise<LanguageClient> | undefined;
  private crashes: number[] = [];
  private readonly statuses = new EventEmitter<Status | undefined>();
  private readonly chunks = new EventEmitter<Chunk>();
  /** The server's state; undefined while there is no server. */
  readonly onStatus = this.statuses.event;
  readonly onChunk = this.chunks.event;

  constructor(
    private readonly context: ExtensionContext,
    private readonly log: LogOutputChannel,
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

  /** The one way in: the first start, a wish, a changed setting and a crash all come here. */
  restart(): Promise<LanguageClient> {
    const previous = this.current;
    this.statuses.fire(undefined);
    const next = (async () => {
      await stopped(previous);
      return this.launch();
    })();
    this.current = next;
    next.catch(() => {
      // So that the next use tries again instead of repeating an old failure.
      if (this.current === next) this.current = undefined;
    });
    return next;
  }

  /** Lets a running server read the settings again. */
  async settingsChanged(): Promise<void> {
    const client = await this.current?.catch(() => undefined);
    await client?.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  }

  async stop(): Promise<void> {
    const previous = this.current;
    this.current = undefined;
    await stopped(previous);
  }

  dispose(): void {
    this.statuses.dispose();
    this.chunks.dispose();
  }

  private async launch(): Promise<LanguageClient> {
    const { path, sandbox, baseUrl } = serverSettings();
    const command = findProgram(path, process.env);
    const args = sandbox ? ["serve", "--sandbox"] : ["serve"];
    const env = baseUrl === "" ? process.env : { ...process.env, TIERLINE_BASE_URL: baseUrl };
    let running = false;
    const client = new LanguageClient("tierline", "Tierline", { command, args, options: { env } }, this.options(() => {
      if (running) this.crashed();
    }));
    client.onNotification("tierline/status", (status: Status) => { this.statuses.fire(status); });
    client.onNotification("tierline/chunk", (chunk: Chunk) => { this.chunks.fire(chunk); });
    client.registerFeature(ASKS_FOR_INSTRUCTIONS);
    await client.start();
    await handOver(this.context.secrets, client);
    running = true;
    return client;
  }

  private options(closed: () => void): LanguageClientOptions {
    return {
      documentSelector: SELECTOR,
      outputChannel: this.log,
      traceOutputChannel: withoutKeys(this.log),
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          closed();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
      middleware: {
        ...this.middleware,
        workspace: {
          configuration: (params, token, next) =>
            params.items.every((item) => item.section === "tierline")
              ? params.items.map((item) => sharedSettings(item.scopeUri === undefined ? undefined : Uri.parse(item.scopeUri)))
              : next(params, token),
        },
      },
    };
  }

  private crashed(): void {
    const now = Date.now();
    this.crashes = [...this.crashes.filter((time) => now - time < CRASH_WINDOW_MS), now];
    this.log.error(`The server ended unexpectedly (${this.crashes.length} within three minutes).`);
    this.statuses.fire(undefined);
    this.current = undefined;
    if (this.crashes.length < MOST_CRASHES) {
      this.restart().catch((error: unknown) => { this.log.error(String(error)); });
      return;
    }
    void window.showErrorMessage("The Tierline server keeps ending unexpectedly; it starts again with the next task.", "Show Log")
      .then((choice) => { if (choice !== undefined) this.log.show(true); });
  }
}

async function stopped(previous: Promise<LanguageClient> | undefined): Promise<void> {
  // A server that never started, or is gone already, has nothing left to stop.
  await previous?.then((client) => client.dispose()).catch(() => undefined);
}
