/** The language client of our server. Its library is large, so this module is loaded with the first start, not before. */
import { type Disposable, type LogOutputChannel, Uri } from "vscode";
import {
  CloseAction, ErrorAction, LanguageClient, type Middleware, RevealOutputChannelOn, type ServerOptions, ShowMessageNotification, type StaticFeature,
  WorkDoneProgress,
} from "vscode-languageclient/node";
import { withoutKeys } from "../key";
import type { Chunk, Finished, KeptAnswer, Status } from "../protocol";
import { sharedSettings } from "../settings";
import { showMessage } from "./messages";

const SELECTOR = ["file", "untitled"].map((scheme) => ({ scheme }));

/** Who hears what the server tells by itself. */
export interface Ears {
  status: (status: Status) => void;
  chunk: (chunk: Chunk) => void;
  finished: (finished: Finished) => void;
  answer: (answer: KeptAnswer) => void;
  /** The server is gone. */
  closed: () => void;
}

/** Tells the server that this client asks for an instruction where a code action needs one. */
const ASKS_FOR_INSTRUCTIONS: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { ...(capabilities.experimental as object | undefined), tierline: true };
  },
  initialize: () => undefined,
  getState: () => ({ kind: "static" }),
  clear: () => undefined,
};

/** A connection that is still to be started. */
export function connectionTo(server: ServerOptions, log: LogOutputChannel, middleware: Middleware, ears: Ears): LanguageClient {
  const client = new LanguageClient("tierline", "Tierline", server, {
    documentSelector: SELECTOR,
    outputChannel: log,
    traceOutputChannel: withoutKeys(log),
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationFailedHandler: () => false,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        ears.closed();
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
    middleware: {
      ...middleware,
      workspace: {
        configuration: (params, token, next) =>
          params.items.every((item) => item.section === "tierline")
            ? params.items.map((item) => sharedSettings(item.scopeUri === undefined ? undefined : Uri.parse(item.scopeUri)))
            : next(params, token),
      },
    },
  });
  client.onNotification("tierline/status", ears.status);
  client.onNotification("tierline/chunk", ears.chunk);
  client.onNotification("tierline/finished", ears.finished);
  client.onNotification("tierline/answer", ears.answer);
  client.onNotification(ShowMessageNotification.type, (message) => { void showMessage(message); });
  client.registerFeature(ASKS_FOR_INSTRUCTIONS);
  return client;
}

/** Reports what the server says of the progress of the request with this token. */
export function onProgress(client: LanguageClient, token: string, report: (message: string) => void): Disposable {
  return client.onProgress(WorkDoneProgress.type, token, (step) => {
    if (step.kind !== "end" && step.message !== undefined) report(step.message);
  });
}
