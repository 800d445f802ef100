/**
 * OpenRouter's log-in: an authorisation code with proof of possession (RFC 7636, method S256), which the browser brings
 * back to a page on this machine. No editor here but its words.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { l10n } from "vscode";

const OPENROUTER = "https://openrouter.ai/api/v1";
/** A code is good for ten minutes; who has not come back by then won't. */
const PATIENCE_MS = 600_000;
const EXCHANGE_MS = 30_000;

/** No key came of the log-in; what there was before stays. */
export class LogInFailed extends Error {}

export interface LogIn {
  /** The API whose page it is; empty: OpenRouter's. */
  baseUrl: string;
  signal: AbortSignal;
  /** How the user's browser reaches this port of this machine, which may be a remote one. */
  outside: (port: number) => Promise<string>;
  open: (page: string) => Promise<void>;
}

/**
 * The key that OpenRouter gives for the log-in.
 * @throws {LogInFailed} with a sentence for the user; an abort passes as it is
 */
export async function logIn({ baseUrl, signal, outside, open }: LogIn): Promise<string> {
  const api = baseUrl === "" ? OPENROUTER : baseUrl.replace(/\/+$/, "");
  const state = randomBytes(24).toString("base64url");
  const verifier = randomBytes(48).toString("base64url");
  const page = new URL("/auth", api);
  const { server, code } = answers(`/callback/${state}`);
  try {
    const port = await listening(server);
    page.search = new URLSearchParams({
      callback_url: `${(await outside(port)).replace(/\/$/, "")}/callback/${state}`,
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
      key_label: "Tierline",
    }).toString();
    await open(page.href);
    return await exchange(api, verifier, await within(code, signal), signal);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** A server that answers to the one path that only this log-in knows. */
function answers(genuine: string): { server: Server; code: Promise<string> } {
  let arrived: (code: string) => void;
  const code = new Promise<string>((resolve) => { arrived = resolve; });
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const codes = searchParams.getAll("code");
    const found = same(pathname, genuine) && codes.length === 1 ? codes[0] : undefined;
    const words = found === undefined
      ? l10n.t("This page is no answer to a log-in that is under way.")
      : l10n.t("Logged in. You can close this page and go back to your editor.");
    response.writeHead(found === undefined ? 404 : 200, { "Content-Type": "text/plain; charset=utf-8", "Referrer-Policy": "no-referrer" });
    response.end(`Tierline: ${words}\n`, () => { if (found !== undefined) arrived(found); });
  });
  return { server, code };
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => { resolve((server.address() as AddressInfo).port); });
  });
}

function within(code: Promise<string>, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => { reject(new LogInFailed(l10n.t("Nobody logged in within ten minutes; log in again."))); }, PATIENCE_MS);
    const stop = () => { clearTimeout(late); reject(signal.reason as Error); };
    if (signal.aborted) { stop(); return; }
    signal.addEventListener("abort", stop, { once: true });
    void code.then((found) => { clearTimeout(late); signal.removeEventListener("abort", stop); resolve(found); });
  });
}

async function exchange(api: string, verifier: string, code: string, signal: AbortSignal): Promise<string> {
  let response: Response;
  let key: unknown;
  try {
    response = await fetch(`${api}/auth/keys`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code, code_verifier: verifier, code_challenge_method: "S256" }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(EXCHANGE_MS)]),
    });
    key = response.ok ? ((await response.json()) as { key?: unknown }).key : undefined;
  } catch (error) {
    if (signal.aborted) throw error;
    throw new LogInFailed(l10n.t("OpenRouter could not be asked for the key. Check the network, then log in again."));
  }
  if (response.status === 403) throw new LogInFailed(l10n.t("OpenRouter does not accept the code: it works once, for ten minutes. Log in again."));
  if (typeof key !== "string" || key === "") throw new LogInFailed(l10n.t("OpenRouter gave no key (status {0}). Log in again.", response.status));
  return key;
}
