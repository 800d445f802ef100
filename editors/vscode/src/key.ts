/** The API key lives in the editor's secret store and goes to the server in one request; nothing else sees it. */
import { env, InputBoxValidationSeverity, l10n, type LogOutputChannel, ProgressLocation, type SecretStorage, Uri, window } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { logIn, type LogInFailed } from "./login";
import { serverSettings } from "./settings";

const SECRET = "tierline.openRouterKey";
const SET_KEY = "tierline/setKey";

export async function hasKey(secrets: SecretStorage): Promise<boolean> {
  return (await secrets.get(SECRET)) !== undefined;
}

/** Whether a change of the secret store is one of the key. */
export function isKey(name: string): boolean {
  return name === SECRET;
}

/** Gives the stored key to a running server; none makes it forget an earlier one. */
export async function handOver(secrets: SecretStorage, client: LanguageClient): Promise<void> {
  await client.sendRequest(SET_KEY, { key: (await secrets.get(SECRET)) ?? "" });
}

/** Asks for a key and keeps it; all windows hear of it by the store. An empty input forgets the key. */
export async function askForKey(secrets: SecretStorage): Promise<void> {
  const stored = await hasKey(secrets);
  const key = await window.showInputBox({
    title: l10n.t("OpenRouter API Key"),
    prompt: stored
      ? l10n.t("Kept in the editor's secret store. Leave empty to forget the stored key.")
      : l10n.t("Kept in the editor's secret store. Keys are made on openrouter.ai/settings/keys."),
    placeHolder: "sk-or-v1-…",
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) => validated(value.trim()),
  });
  if (key === undefined) return;
  const trimmed = key.trim();
  if (trimmed === "") await secrets.delete(SECRET);
  else await secrets.store(SECRET, trimmed);
  window.setStatusBarMessage(trimmed === "" ? l10n.t("Tierline: the key is forgotten") : l10n.t("Tierline: the key is set"), 5000);
}

function validated(key: string) {
  // The server refuses the same: it could not stand in a header.
  if (/[^\x21-\x7e]/.test(key)) return { message: l10n.t("A key has no spaces or special characters; copy it again."), severity: InputBoxValidationSeverity.Error };
  if (key === "" || key.startsWith("sk-or-") || serverSettings().baseUrl !== "") return undefined;
  return { message: l10n.t("OpenRouter's keys begin with sk-or-; Enter takes this one all the same."), severity: InputBoxValidationSeverity.Warning };
}

/** Logs in at OpenRouter in the user's browser, and keeps the key that comes of it. */
export async function logInWithBrowser(secrets: SecretStorage): Promise<void> {
  const key = await window.withProgress(
    { location: ProgressLocation.Notification, cancellable: true, title: l10n.t("Tierline: log in at OpenRouter in your browser") },
    (_progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => { stop.abort(); });
      return logIn({
        baseUrl: serverSettings().baseUrl,
        signal: stop.signal,
        // The port alone: not every editor in a browser keeps the path.
        outside: async (port) => (await env.asExternalUri(Uri.parse(`http://localhost:${port}`))).toString(true),
        open: async (page) => { await env.openExternal(Uri.parse(page)); },
      }).catch((error: unknown) => {
        if (stop.signal.aborted) return undefined;
        throw error as LogInFailed;
      });
    });
  if (key === undefined) return;
  await secrets.store(SECRET, key);
  void window.showInformationMessage(l10n.t("Tierline: logged in; the key is in the secret store."));
}

/** The log for traced messages, with those that carry the key left out. */
export function withoutKeys(log: LogOutputChannel): LogOutputChannel {
  const trace: LogOutputChannel["trace"] = (message, ...details: unknown[]) => {
    if (message.includes(SET_KEY)) log.trace(`${SET_KEY} (not shown)`);
    else log.trace(message, ...details);
  };
  return new Proxy(log, {
    get: (target, name) => (name === "trace" ? trace : Reflect.get(target, name, target)) as unknown,
  });
}
