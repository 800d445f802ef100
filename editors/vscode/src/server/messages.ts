/** What the server says of itself, in its own words, with a way to mend it where there is one. */
import { commands, l10n, window } from "vscode";
import { MessageType, type ShowMessageParams } from "vscode-languageclient/node";

/** How the server begins to tell of a setting that it can't use. */
const SETTING = /^The setting ([\w.]+) /;

export async function showMessage({ type, message }: ShowMessageParams): Promise<void> {
  const setting = SETTING.exec(message)?.[1];
  // A message without a button is one line, and cut off there.
  const button = setting === undefined ? l10n.t("Show Log") : l10n.t("Open Settings");
  const show = type === MessageType.Error ? window.showErrorMessage : type === MessageType.Warning ? window.showWarningMessage : window.showInformationMessage;
  if ((await show(message, button)) === undefined) return;
  if (setting === undefined) await commands.executeCommand("tierline.showLog");
  else await commands.executeCommand("workbench.action.openSettings", `tierline.${setting}`);
}
