/** Registers what package.json promises. Nothing starts before the first use. */
import { commands, type Disposable, type ExtensionContext, l10n, window, workspace } from "vscode";
import type { Middleware } from "vscode-languageclient/node";
import { Answers, SCHEME } from "./answers";
import { copyDebugInformation } from "./debug";
import { tell } from "./errors";
import { explainExample } from "./example";
import { chooseNextTier, chooseTier, refreshModels, showLastAnswer, showModels, showWhy } from "./insight";
import { Instructions } from "./instruction";
import { askForKey, hasKey, isKey, logInWithBrowser } from "./key";
import { showMenu } from "./menu";
import { KINDS } from "./kinds";
import { previewPrompt, runPrompt } from "./prompts";
import type { TaskParams } from "./protocol";
import { Server } from "./server/client";
import { HealthItem } from "./server/health";
import { Programs } from "./server/program";
import { NEED_RESTART, serverSettings, useSandbox } from "./settings";
import { StatusBar } from "./status";
import { Tasks } from "./tasks";
import { UsageView } from "./usage";

let running: Server | undefined;

export function activate(context: ExtensionContext): void {
  const { secrets } = context;
  const log = window.createOutputChannel("Tierline", { log: true });
  const answers = new Answers();
  const bar = new StatusBar();
  const middleware: Middleware = {
    // A code action of the server runs as if it were chosen from the palette.
    executeCommand: (command, args: unknown[], next) =>
      command === "tierline.run" ? guarded(() => tasks.run(args[0] as TaskParams)) : (next(command, args) as unknown),
  };
  const server = (running = new Server(context, log, new Programs(context, log), middleware));
  const tasks = new Tasks(server, answers, new Instructions(context.workspaceState));

  async function guarded<R>(action: () => R | Promise<R>): Promise<R | undefined> {
    try {
      return await action();
    } catch (error) {
      await tell(error, log);
      return undefined;
    }
  }
  const usage = new UsageView(server, context.extensionUri, guarded);
  const register = (name: string, action: (argument: unknown) => unknown) =>
    // Returns nothing: what a command returns is serialised, and a client can't be.
    commands.registerCommand(`tierline.${name}`, async (argument: unknown) => { await guarded(() => action(argument)); });

  context.subscriptions.push(
    log, answers, bar, tasks, usage, server, new HealthItem(server),
    workspace.registerTextDocumentContentProvider(SCHEME, answers),
    server.onChunk((chunk) => { answers.receive(chunk); }),
    server.onHealth((health) => { bar.update({ health }); }),
    server.onStatus((status) => {
      bar.update({ status });
      if (status?.last?.state === "cancelled" || status?.last?.state === "failed") answers.breakOff(status.last);
    }),
    tasks.onResult((result) => { bar.update({ result }); }),
    tasks.onNextTier((next) => { bar.update({ next }); }),
    ...KINDS.map((kind) => register(`${kind}Selection`, () => tasks.runKind(kind))),
    register("runPrompt", (name) => runPrompt(server, tasks, name)),
    register("previewPrompt", () => previewPrompt(server, tasks, answers)),
    register("explainExample", () => explainExample(tasks)),
    register("cancelTasks", () => { tasks.cancelAll(); }),
    register("chooseTier", () => chooseTier(server)),
    register("chooseNextTier", () => chooseNextTier(tasks)),
    register("showLastAnswer", () => showLastAnswer(server, answers)),
    register("why", () => showWhy(server, answers, bar.last)),
    register("showUsage", () => usage.show()),
    register("showModels", () => showModels(server, answers)),
    register("refreshModels", () => refreshModels(server)),
    register("setApiKey", () => askForKey(secrets)),
    register("logIn", () => logInWithBrowser(secrets)),
    register("trySandbox", () => trySandbox()),
    register("menu", () => showMenu(bar, tasks.nextTier)),
    register("getStarted", () => commands.executeCommand("workbench.action.openWalkthrough", `${context.extension.id}#start`)),
    register("openSettings", () => commands.executeCommand("workbench.action.openSettings", `@ext:${context.extension.id}`)),
    register("restart", () => server.restart()),
    register("reinstall", () => server.reinstall()),
    register("showLog", () => { log.show(true); }),
    register("copyDebugInformation", () => copyDebugInformation(context, server)),
    ...followSettings(server, guarded),
    secrets.onDidChange(({ key }) => {
      if (!isKey(key)) return;
      void tellReadiness(context);
      void guarded(() => server.keyChanged());
    }),
  );
  void tellReadiness(context);
}

function followSettings(server: Server, guarded: (action: () => unknown) => Promise<unknown>): Disposable[] {
  return [
    workspace.onDidGrantWorkspaceTrust(() => {
      if (server.started) void guarded(() => server.settingsChanged());
    }),
    workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration("tierline") || !server.started) return;
      const fresh = NEED_RESTART.some((name) => event.affectsConfiguration(name));
      void guarded(() => (fresh ? server.restart() : server.settingsChanged()));
    }),
  ];
}

/** Lets the walkthrough tick off its first step: there is a key, or none is needed. */
async function tellReadiness({ secrets }: ExtensionContext): Promise<void> {
  const ready = serverSettings().sandbox || (await hasKey(secrets));
  await commands.executeCommand("setContext", "tierline.ready", ready);
}

async function trySandbox(): Promise<void> {
  await useSandbox();
  await commands.executeCommand("setContext", "tierline.ready", true);
  void window.showInformationMessage(l10n.t(
    "Tierline's sandbox answers now: its answers are canned, no model is called and nothing is paid. The setting tierline.sandbox turns it off."));
}

export function deactivate(): Promise<void> | undefined {
  return running?.stop();
}
