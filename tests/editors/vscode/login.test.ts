// The log-in against the sandbox's stand-in of OpenRouter's page. Run by `npm test` in editors/vscode.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { after, before, test } from "node:test";
import { logIn, LogInFailed } from "../../../editors/vscode/src/login";

let sandbox: ChildProcess;
let baseUrl = "";
before(async () => {
  sandbox = spawn(process.env.PYTHON ?? "python3", ["-m", "tierline", "sandbox"], { stdio: ["ignore", "pipe", "ignore"] });
  baseUrl = await new Promise((resolve, reject) => {
    sandbox.stdout?.setEncoding("utf8").once("data", (line: string) => { resolve(line.trim()); });
    sandbox.once("exit", (code) => { reject(new Error(`the sandbox ended with ${String(code)}`)); });
  });
});
after(() => { sandbox.kill(); });

const outside = (port: number) => Promise.resolve(`http://127.0.0.1:${port}/`);
const callbackOf = (page: string) => new URL(page).searchParams.get("callback_url") ?? assert.fail(page);

test("who agrees on the page gets a key", async () => {
  const answers: [number, string][] = [];
  const key = await logIn({
    baseUrl, outside, signal: AbortSignal.timeout(20_000),
    open: async (page) => {
      // Follows the page back to this machine, as a browser does.
      const response = await fetch(page);
      answers.push([response.status, await response.text()]);
    },
  });
  assert.match(key, /^sk-or-v1-/);
  assert.equal(answers[0]?.[0], 200);
  assert.match(answers[0][1], /Logged in/);
});

test("an answer that does not know the log-in's state is none, and a foreign code is refused", async () => {
  const statuses: number[] = [];
  await assert.rejects(logIn({
    baseUrl, outside, signal: AbortSignal.timeout(20_000),
    open: async (page) => {
      const callback = callbackOf(page);
      const forged = new URL("/callback/another-state?code=stolen", callback).href;
      statuses.push((await fetch(forged)).status, (await fetch(callback)).status, (await fetch(`${callback}?code=stolen`)).status);
    },
  }), (error: Error) => error instanceof LogInFailed && /does not accept the code/.test(error.message));
  assert.deepEqual(statuses, [404, 404, 200]);
});

test("a log-in that is stopped ends at once, and its page is gone", async () => {
  const stop = new AbortController();
  let callback = "";
  await assert.rejects(logIn({ baseUrl, outside, signal: stop.signal, open: (page) => { callback = callbackOf(page); stop.abort(); return Promise.resolve(); } }),
    { name: "AbortError" });
  await assert.rejects(fetch(callback));
});

test("where nobody answers the sentence says what to check", async () => {
  await assert.rejects(logIn({
    baseUrl: "http://127.0.0.1:9/api/v1", outside, signal: AbortSignal.timeout(20_000),
    open: async (page) => { await fetch(`${callbackOf(page)}?code=any`); },
  }), (error: Error) => error instanceof LogInFailed && /Check the network/.test(error.message));
});
