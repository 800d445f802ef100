/** Every failure becomes one sentence with fitting buttons. */
import { CancellationError, commands, l10n, type LogOutputChannel, window } from "vscode";
import { NoEnvironment } from "./server/environment";
import { ProgramNotFound } from "./server/program";

/** LSP's code of a request that was cancelled. */
const REQUEST_CANCELLED = -32800;

/** A request that the server, or the connection to it, answered with an error. The library's class is not loaded for this. */
interface Failure extends Error {
  code: number;
  data?: { code?: string } | null;
}

interface Button {
  title: string;
  command: string;
  argument?: string;
}

const SHOWN = 10;

/** The newest sentences, for whoever wants to report them. */
const told: string[] = [];

export function lastErrors(): readonly string[] {
  return told;
}

export function isCancelled(error: unknown): boolean {
  return error instanceof CancellationError || (isFailure(error) && error.code === REQUEST_CANCELLED);
}

function isFailure(error: unknown): error is Failure {
  return error instanceof Error && typeof (error as Partial<Failure>).code === "number";
}

/** Tells the user; the details go to the log. A cancelled task is no failure. */
export async function tell(error: unknown, log: LogOutputChannel): Promise<void> {
  if (isCancelled(error)) return;
  log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const { sentence, buttons } = describe(error);
  told.push(`${new Date().toISOString()} ${sentence}`);
  told.splice(0, told.length - SHOWN);
  const choice = await window.showErrorMessage(sentence, ...buttons.map(({ title }) => title));
  const chosen = buttons.find(({ title }) => title === choice);
  if (chosen !== undefined) await commands.executeCommand(chosen.command, chosen.argument);
}

function describe(error: unknown): { sentence: string; buttons: Button[] } {
  const log = { title: l10n.t("Show Log"), command: "tierline.showLog" };
  const path = { title: l10n.t("Open Settings"), command: "workbench.action.openSettings", argument: "tierline.serverPath" };
  if (error instanceof ProgramNotFound) return { sentence: error.message, buttons: [path] };
  if (error instanceof NoEnvironment) {
    return { sentence: error.message, buttons: [{ title: l10n.t("Try Again"), command: "tierline.reinstall" }, path, log] };
  }
  if (!isFailure(error)) {
    return { sentence: `Tierline: ${error instanceof Error ? error.message : String(error)}`, buttons: [log] };
  }
  // The connection's own error codes say that no server will answer any more.
  if (error.code <= -32096 && error.code >= -32099) {
    return { sentence: l10n.t("The Tierline server stopped before it had answered; run the task once more."), buttons: [log] };
  }
  const code = error.data?.code ?? "";
  // The server names the ways of all editors and the terminal; here the buttons are the ways.
  if (code === "no-key") return { sentence: l10n.t("No OpenRouter key is set. Log in, set a key, or try Tierline without one."), buttons: keyButtons(code) };
  return { sentence: error.message, buttons: code === "bad-key" ? keyButtons(code) : [log] };
}

function keyButtons(code: string): Button[] {
  return [
    { title: l10n.t("Log In"), command: "tierline.logIn" },
    { title: l10n.t("Set API Key"), command: "tierline.setApiKey" },
    ...(code === "no-key" ? [{ title: l10n.t("Try Without a Key"), command: "tierline.trySandbox" }] : []),
  ];
}
