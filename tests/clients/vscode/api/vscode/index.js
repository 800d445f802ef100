// What vscode-languageclient needs of VS Code: documents, edits and settings that behave as the editor's do, and a
// `host` that is told what a user would see. Line ends, versions and stale edits follow VS Code's text model.
"use strict";
const { EventEmitter: NodeEmitter } = require("node:events");
const fs = require("node:fs");
const { TextDocument } = require("../../node_modules/vscode-languageserver-textdocument");
const { URI } = require("../../node_modules/vscode-uri");

class Position {
  constructor(line, character) {
    Object.assign(this, { line, character });
  }
}
class Range {
  constructor(a, b, c, d) {
    Object.assign(this, a instanceof Position ? { start: a, end: b } : { start: new Position(a, b), end: new Position(c, d) });
  }
}
class TextEdit {
  constructor(range, newText) {
    Object.assign(this, { range, newText });
  }
}
class Diagnostic {
  constructor(range, message, severity) {
    Object.assign(this, { range, message, severity });
  }
}
class CodeAction {
  constructor(title, kind) {
    Object.assign(this, { title, kind });
  }
}
class CodeActionKind {
  constructor(value) {
    this.value = value;
  }
  append(part) {
    return new CodeActionKind(this.value ? `${this.value}.${part}` : part);
  }
}
CodeActionKind.Empty = new CodeActionKind("");
for (const [name, value] of [["QuickFix", "quickfix"], ["Refactor", "refactor"], ["Source", "source"]]) {
  CodeActionKind[name] = new CodeActionKind(value);
}
class Disposable {
  constructor(dispose = () => {}) {
    this.dispose = dispose;
  }
}
class EventEmitter {
  constructor() {
    this.emitter = new NodeEmitter();
    this.event = (listener, self, disposables) => {
      const bound = listener.bind(self);
      this.emitter.on("event", bound);
      const end = new Disposable(() => this.emitter.off("event", bound));
      disposables?.push(end);
      return end;
    };
  }
  fire(event) {
    this.emitter.emit("event", event);
  }
  dispose() {
    this.emitter.removeAllListeners();
  }
}
class CancellationTokenSource {
  constructor() {
    const cancelled = new EventEmitter();
    this.token = { isCancellationRequested: false, onCancellationRequested: cancelled.event };
    this.cancel = () => {
      this.token.isCancellationRequested = true;
      cancelled.fire();
    };
    this.dispose = () => {};
  }
}
class WorkspaceEdit {
  constructor() {
    this.entries = [];
  }
  createFile(uri, options) {
    this.entries.push({ create: uri, options: options ?? {} });
  }
  set(uri, edits) {
    // With its metadata, an edit comes as a pair.
    this.entries.push({ uri, edits: edits.map((edit) => (Array.isArray(edit) ? edit[0] : edit)) });
  }
}
class Cancelled extends Error {}
class Named {
  constructor(...values) {
    this.values = values;
  }
}

/** Replaced by whoever plays: is told what happens, and asked what the user chooses. */
const host = { tell: () => {}, choose: async () => undefined };
const documents = [];
const registered = new Map();
const providers = [];
const found = new Map();
const events = {};
const on = (name) => (events[name] ??= new EventEmitter()).event;
let settings = {};

const plain = (text, eol) => text.replace(/\r\n|\r|\n/g, eol);

/** A document as VS Code has it: one kind of line end, a version that grows, undo in steps. */
function documentOf(uri, languageId) {
  const read = fs.readFileSync(uri.fsPath, "utf8");
  const eol = read.includes("\r\n") ? "\r\n" : "\n";
  const model = TextDocument.create(uri.toString(), languageId, 1, plain(read, eol));
  const past = [];
  const change = (edits) => {
    const contentChanges = [...edits]
      .sort((a, b) => model.offsetAt(b.range.start) - model.offsetAt(a.range.start))
      .map(({ range, newText }) => ({ range, text: plain(newText, eol) }));
    TextDocument.update(model, contentChanges, model.version + 1);
    events.onDidChangeTextDocument?.fire({ document, contentChanges });
    host.tell("changed", { path: uri.fsPath });
  };
  const document = {
    uri, languageId, isClosed: false, isDirty: false, fileName: uri.fsPath, eol,
    get version() { return model.version; },
    get lineCount() { return model.lineCount; },
    getText: (range) => model.getText(range),
    offsetAt: (position) => model.offsetAt(position),
    positionAt: (offset) => new Position(...Object.values(model.positionAt(offset))),
    edit: (edits) => {
      past.push(model.getText());
      change(edits);
    },
    undo: () => change([new TextEdit(new Range(0, 0, model.lineCount, 0), past.pop())]),
  };
  documents.push(document);
  events.onDidOpenTextDocument?.fire(document);
  return document;
}

const opened = (uri) => documents.find((document) => document.uri.toString() === uri.toString());

async function applyEdit(edit) {
  for (const { create, options, uri, edits } of edit.entries) {
    if (create) {
      if (fs.existsSync(create.fsPath) && !options.overwrite) return options.ignoreIfExists ?? false;
      fs.mkdirSync(require("node:path").dirname(create.fsPath), { recursive: true });
      fs.writeFileSync(create.fsPath, "");
    } else {
      (opened(uri) ?? documentOf(uri, "python")).edit(edits);
    }
  }
  return true;
}

const ask = (message, ...items) => {
  if (items.length && items[0].title) return host.choose(message, items);
  host.tell("message", { message });
  return Promise.resolve(undefined);
};

const workspace = {
  textDocuments: documents, notebookDocuments: [], workspaceFolders: [], applyEdit,
  getConfiguration: (section) => {
    const all = section ? settings[section] : settings;
    return { get: (key, other) => all?.[key] ?? other, has: (key) => all !== undefined && key in all };
  },
  getWorkspaceFolder: () => workspace.workspaceFolders[0],
  createFileSystemWatcher: () => new Disposable(),
};
for (const name of [
  "ChangeConfiguration", "ChangeTextDocument", "OpenTextDocument", "CloseTextDocument", "SaveTextDocument",
  "ChangeWorkspaceFolders", "ChangeNotebookDocument", "OpenNotebookDocument", "CloseNotebookDocument",
  "SaveNotebookDocument", "CreateFiles", "RenameFiles", "DeleteFiles",
]) {
  workspace[`onDid${name}`] = on(`onDid${name}`);
}
for (const name of ["SaveTextDocument", "CreateFiles", "RenameFiles", "DeleteFiles"]) {
  workspace[`onWill${name}`] = on(`onWill${name}`);
}

const window = {
  visibleTextEditors: [], tabGroups: { all: [], onDidChangeTabs: on("tabs") },
  onDidChangeVisibleTextEditors: on("visible"), onDidChangeActiveTextEditor: on("active"),
  showInformationMessage: ask, showWarningMessage: ask, showErrorMessage: ask,
  showTextDocument: async (uri) => {
    const document = opened(uri) ?? documentOf(uri, "markdown");
    host.tell("shown", { uri: uri.toString() });
    return { document };
  },
  withProgress: async (_options, task) => {
    host.progress = new CancellationTokenSource();
    host.tell("progress", { kind: "begin" });
    await task({ report: ({ message }) => host.tell("progress", { kind: "report", message }) }, host.progress.token);
    host.tell("progress", { kind: "end" });
  },
  createOutputChannel: (name) => {
    const channel = { name, logLevel: 3, onDidChangeLogLevel: on("logLevel") };
    for (const method of ["append", "appendLine", "replace", "clear", "show", "hide", "dispose"]) channel[method] = () => {};
    for (const level of ["trace", "debug", "info", "warn", "error"]) channel[level] = () => {};
    return channel;
  },
};

const languages = {
  match: (selector) => (selector.length ? 10 : 0),
  createDiagnosticCollection: () => ({
    set: (uri, diagnostics) => {
      found.set(uri.toString(), diagnostics ?? []);
      host.tell("diagnostics", { path: uri.fsPath, messages: found.get(uri.toString()).map((d) => d.message) });
    },
    delete: (uri) => found.delete(uri.toString()),
    clear: () => found.clear(),
    dispose: () => {},
  }),
  registerCodeActionsProvider: (_selector, provider) => {
    providers.push(provider);
    return new Disposable();
  },
};

const commands = {
  registerCommand: (name, call) => {
    registered.set(name, call);
    return new Disposable(() => registered.delete(name));
  },
  executeCommand: (name, ...args) => registered.get(name)(...args),
};

const classes = ["CallHierarchyItem", "CodeLens", "CompletionItem", "DocumentLink", "InlayHint", "SymbolInformation",
  "TypeHierarchyItem", "SnippetString", "SnippetTextEdit", "TabInputText", "TabInputTextDiff", "TabInputCustom", "TabInputNotebook"];

module.exports = {
  ...Object.fromEntries(classes.map((name) => [name, class extends Named {}])),
  Position, Range, TextEdit, Diagnostic, CodeAction, CodeActionKind, Disposable, EventEmitter, CancellationTokenSource,
  WorkspaceEdit, CancellationError: Cancelled, Uri: URI, workspace, window, languages, commands,
  version: "1.106.0",
  env: { appName: "Visual Studio Code", language: "en", openExternal: async () => false },
  ProgressLocation: { SourceControl: 1, Window: 10, Notification: 15 },
  LogLevel: { Off: 0, Trace: 1, Debug: 2, Info: 3, Warning: 4, Error: 5 },
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
  DiagnosticTag: { Unnecessary: 1, Deprecated: 2 },
  CodeActionTriggerKind: { Invoke: 1, Automatic: 2 },
  host, documentOf, opened, providers, found,
  configure: (changed) => {
    settings = changed;
    events.onDidChangeConfiguration?.fire({ affectsConfiguration: () => true });
  },
};
