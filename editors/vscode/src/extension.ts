/** Registers what package.json promises. Nothing starts before the first use. */
import { commands, type Disposable, type ExtensionContext, l10n, window, workspace } from "vscode";
import type { Middleware } from "vscode-languageclient/node";
import { Answers, LastEditor } from "./answer/answers";
import { fillCommitMessage } from "./commit";
import { copyDebugInformation } from "./debug";
import { tell } from "./errors";
import { explainExample } from "./example";
import { chooseNextTier, chooseTier, refreshModels, showLastAnswer, showModels, showWhy } from "./insight";
import { Instructions } from "./instruction";
import { askForKey, hasKey, isKey, logInWithBrowser } from "./key";
import { showAnswers } from "./kept";
import { showMenu } from "./menu";
import { KINDS } from "./kinds";
import { previewPrompt, runPrompt } from "./prompts";
import type { TaskParams } from "./protocol";
import { RAW, RawTexts } from "./raw";
import { Reviews } from "./review/reviews";
import type { Choice } from "./review/lenses";
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
  const last = new LastEditor();
  const answers = new Answers(context.extensionUri, last);
  const texts = new RawTexts();
  const bar = new StatusBar();
  const middleware: Middleware = {
    // A code action of the server runs as if it were chosen from the palette.
    executeCommand: (command, args: unknown[], next) =>
      command === "tierline.run" ? guarded(() => tasks.run(args[0] as TaskParams)) : (next(command, args) as unknown),
  };
  const server = (running = new Server(context, log, new Programs(context, log), middleware));
  const reviews = new Reviews(server);
  const tasks = new Tasks(server, answers, reviews, new Instructions(context.workspaceState));

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
    log, last, answers, texts, reviews, bar, tasks, usage, server, new HealthItem(server),
    workspace.registerTextDocumentContentProvider(RAW, texts),
    server.onChunk((chunk) => { answers.receive(chunk); }),
    server.onHealth((health) => { bar.update({ health }); }),
    server.onFinished((finished) => { answers.ended(finished); }),
    server.onAnswer((answer) => { void guarded(() => reviews.update(answer)); }),
    server.onStatus((status) => { bar.update({ status }); }),
    answers.onWish(({ wish, id }) => { void guarded(() => tasks.again(id, wish === "up" ? { agreed: true } : undefined)); }),
    tasks.onResult((result) => { bar.update({ result }); }),
    tasks.onAgain((id) => { void guarded(() => tasks.again(id)); }),
    tasks.onNextTier((next) => { bar.update({ next }); }),
    ...KINDS.map((kind) => register(`${kind}Selection`, () => tasks.runKind(kind))),
    register("runPrompt", (name) => runPrompt(server, tasks, name)),
    register("previewPrompt", () => previewPrompt(server, tasks, texts)),
    register("explainExample", () => explainExample(tasks)),
    register("cancelTasks", () => { tasks.cancelAll(); }),
    register("chooseTier", () => chooseTier(server)),
    register("chooseNextTier", () => chooseNextTier(tasks)),
    register("showLastAnswer", () => showLastAnswer(server, tasks)),
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
    register("showAnswers", () => showAnswers(server, tasks)),
    register("fillCommitMessage", (source) => fillCommitMessage(server, source)),
    ...reviewing(register, reviews, tasks),
    ...followSettings(server, guarded),
    secrets.onDidChange(({ key }) => {
      if (!isKey(key)) return;
      void tellReadiness(context);
      void guarded(() => server.keyChanged());
    }),
  );
  void tellReadiness(context);
}

type Register = (name: string, action: (argument: unknown) => unknown) => Disposable;

/** What is done with answers that wait; a lens names which, a key means the one at the cursor. */
function reviewing(register: Register, reviews: Reviews, tasks: Tasks): Disposable[] {
  const on = (name: string, action: (choice: Partial<Choice> | undefined) => unknown) =>
    register(name, (argument) => action(isChoice(argument) ? argument : undefined));
  const again = (choice: Partial<Choice> | undefined, up?: { agreed: boolean }) => {
    const review = reviews.named(choice);
    return review === undefined ? undefined : tasks.again(review.answer.id, up);
  };
  return [
    on("acceptHunk", (choice) => reviews.accept(choice, false)),
    on("rejectHunk", (choice) => reviews.reject(choice, false)),
    on("acceptAll", (choice) => reviews.accept(choice, true)),
    on("rejectAll", (choice) => reviews.reject(choice, true)),
    on("nextHunk", () => reviews.go(true)),
    on("previousHunk", () => reviews.go(false)),
    on("compareAnswer", (choice) => reviews.compare(choice)),
    on("askAgain", (choice) => again(choice)),
    on("askOneTierUp", (choice) => again(choice, { agreed: choice?.agreed ?? false })),
  ];
}

/** A button of the title bar sends the document's address instead. */
function isChoice(argument: unknown): argument is Partial<Choice> {
  return typeof argument === "object" && argument !== null && typeof (argument as Choice).id === "string";
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
  const off = l10n.t("Open Settings");
  const choice = await window.showInformationMessage(
    l10n.t("Tierline's sandbox answers now: its answers are canned, no model is called and nothing is paid."), off);
  if (choice === off) await commands.executeCommand("workbench.action.openSettings", "tierline.sandbox");
}

export function deactivate(): Promise<void> | undefined {
  return running?.stop();
}
