/** Every failure becomes one sentence with a fitting button. */
import { commands, type LogOutputChannel, window } from "vscode";
import { LSPErrorCodes, ResponseError } from "vscode-languageclient/node";
import { ProgramNotFound } from "./program";

/** `data` of a failed request. */
interface FailureData {
  code?: string;
}

const SHOW_LOG = { title: "Show Log", command: "tierline.showLog", argument: undefined };
const SET_KEY = { title: "Set API Key", command: "tierline.setApiKey", argument: undefined };
const SETTINGS = { title: "Open Settings", command: "workbench.action.openSettings", argument: "tierline.server.path" };

const BUTTONS: Readonly<Record<string, typeof SHOW_LOG | typeof SET_KEY>> = { "no-key": SET_KEY, "bad-key": SET_KEY };

export function isCancelled(error: unknown): boolean {
  return error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled;
}

/** Tells the user; the details go to the log. A cancelled task is no failure. */
export async function tell(error: unknown, log: LogOutputChannel): Promise<void> {
  if (isCancelled(error)) return;
  log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const { sentence, button } = describe(error);
  const choice = await window.showErrorMessage(sentence, button.title);
  if (choice !== undefined) await commands.executeCommand(button.command, button.argument);
}

function describe(error: unknown) {
  if (error instanceof ProgramNotFound) return { sentence: error.message, button: SETTINGS };
  if (!(error instanceof ResponseError)) {
    return { sentence: `Tierline: ${error instanceof Error ? error.message : String(error)}`, button: SHOW_LOG };
  }
  // The connection's own error codes say that no server will answer any more.
  if (error.code <= -32096 && error.code >= -32099) {
    return { sentence: "The Tierline server stopped before it had answered; run the task once more.", button: SHOW_LOG };
  }
  const code = (error.data as FailureData | null | undefined)?.code ?? "";
  return { sentence: error.message, button: BUTTONS[code] ?? SHOW_LOG };
}
