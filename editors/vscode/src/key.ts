/** The API key lives in the editor's secret store and goes to the server in one request; nothing else sees it. */
import { type LogOutputChannel, type SecretStorage, window } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

const SECRET = "tierline.openRouterKey";
const SET_KEY = "tierline/setKey";

/** Gives the stored key, if there is one, to a server that has just started. */
export async function handOver(secrets: SecretStorage, client: LanguageClient): Promise<void> {
  const key = await secrets.get(SECRET);
  if (key !== undefined) await client.sendRequest(SET_KEY, { key });
}

/** Asks for a key, keeps it, and tells a running server. An empty input forgets the key. */
export async function askForKey(secrets: SecretStorage, client: () => Promise<LanguageClient>): Promise<void> {
  const key = await window.showInputBox({
    title: "OpenRouter API key",
    prompt: "Kept in the editor's secret store. Leave empty to forget the stored key.",
    placeHolder: "sk-or-…",
    password: true,
    ignoreFocusOut: true,
  });
  if (key === undefined) return;
  const trimmed = key.trim();
  const running = await client();
  if (trimmed === "") await secrets.delete(SECRET);
  else await secrets.store(SECRET, trimmed);
  await running.sendRequest(SET_KEY, { key: trimmed });
  window.setStatusBarMessage(trimmed === "" ? "Tierline: the key is forgotten" : "Tierline: the key is set", 5000);
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
