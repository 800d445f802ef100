/** What the server says of itself, in its own words, with a way to mend it where there is one. */
import { commands, l10n, window } from "vscode";
import { MessageType, type ShowMessageParams } from "vscode-languageclient/node";

/** How the server begins to tell of a setting that it can't use. */
const SETTING = /^The setting ([\w.]+) /;

export async function showMessage({ type, message }: ShowMessageParams): Promise<void> {
  const setting = SETTING.exec(message)?.[1];
  const open = l10n.t("Open Settings");
  const show = type === MessageType.Error ? window.showErrorMessage : type === MessageType.Warning ? window.showWarningMessage : window.showInformationMessage;
  const choice = await show(message, ...(setting === undefined ? [] : [open]));
  if (choice === open) await commands.executeCommand("workbench.action.openSettings", `tierline.${setting ?? ""}`);
}
