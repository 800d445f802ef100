// Microsoft's own language client, which does as a test tells it over a socket: see tests/support/puppet.py.
"use strict";
const net = require("node:net");
const readline = require("node:readline");
const vscode = require("vscode");
const { CancellationTokenSource, ExecuteCommandRequest, LanguageClient, State } = require("vscode-languageclient/node");

const { PUPPET_PORT, PUPPET_ROOT, PUPPET_SERVER, PUPPET_SETTINGS } = process.env;
const [command, ...args] = JSON.parse(PUPPET_SERVER);
const socket = net.connect(Number(PUPPET_PORT), "127.0.0.1");
const send = (message) => socket.write(`${JSON.stringify(message)}\n`);

let answer;
vscode.host.tell = (event, more) => send({ event, ...more });
vscode.host.choose = async (message, items) => {
  vscode.host.tell("question", { message, titles: items.map((item) => item.title) });
  return items.find((item) => item.title === answer);
};
vscode.workspace.workspaceFolders = [{ uri: vscode.Uri.file(PUPPET_ROOT), name: "project", index: 0 }];
vscode.configure(JSON.parse(PUPPET_SETTINGS));

let asking;
const client = new LanguageClient(
  "tierline",
  "Tierline",
  { command, args },
  {
    documentSelector: [{ scheme: "file" }],
    synchronize: { configurationSection: "tierline" },
    middleware: {
      // As the client does by itself, with a token that a test can cancel.
      executeCommand: (name, given) => {
        asking = new CancellationTokenSource();
        return client.sendRequest(ExecuteCommandRequest.type, { command: name, arguments: given }, asking.token);
      },
    },
    connectionOptions: { maxRestartCount: 0 },
  },
);
client.onNotification("tierline/status", (status) => vscode.host.tell("status", { status }));
client.onNotification("tierline/finished", ({ state }) => vscode.host.tell("finished", { state }));
client.onDidChangeState(({ newState }) => newState === State.Stopped && vscode.host.tell("exit"));

const documentAt = (path) => vscode.opened(vscode.Uri.file(path));

function place(document, text) {
  const wanted = text.replaceAll("\n", document.eol);
  const start = document.getText().indexOf(wanted);
  if (start < 0) throw new Error(`not in the document: ${text}`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + wanted.length));
}

const does = {
  open: async ({ path }) => {
    if (client.state === State.Stopped) await client.start();
    vscode.documentOf(vscode.Uri.file(path), "python");
    return client.initializeResult.capabilities.positionEncoding;
  },
  text: ({ path }) => (documentAt(path) ?? vscode.documentOf(vscode.Uri.file(path), "python")).getText(),
  act: async ({ path, select, title }) => {
    const document = documentAt(path);
    const range = place(document, select);
    const context = { triggerKind: 1, diagnostics: vscode.found.get(document.uri.toString()) ?? [] };
    const token = new vscode.CancellationTokenSource().token;
    const found = await Promise.all(vscode.providers.map((p) => p.provideCodeActions(document, range, context, token)));
    const chosen = found.flat().find((action) => action.title.startsWith(title));
    const done = vscode.commands.executeCommand(chosen.command.command, ...chosen.command.arguments);
    // As VS Code does with the error of a command.
    done.catch((error) => vscode.host.tell("message", { message: String(error.message) }));
  },
  replace: ({ path, old, new: text }) => {
    const document = documentAt(path);
    document.edit([new vscode.TextEdit(place(document, old), text)]);
  },
  undo: ({ path }) => documentAt(path).undo(),
  command: ({ command: name, argument }) => vscode.commands.executeCommand(name, argument),
  cancel: ({ how }) => (how === "request" ? asking : vscode.host.progress).cancel(),
  choose: ({ title }) => {
    answer = title;
  },
  settings: ({ settings }) => vscode.configure(settings),
};

readline.createInterface({ input: socket }).on("line", async (line) => {
  const told = JSON.parse(line);
  try {
    send({ id: told.id, result: await does[told.do](told) });
  } catch (error) {
    send({ id: told.id, error: String(error.message) });
  }
});
socket.on("end", () => process.exit());
