/** Registers what package.json promises. Nothing starts before the first use. */
import { commands, type ExtensionContext, window, workspace } from "vscode";
import type { Middleware } from "vscode-languageclient/node";
import { Answers, SCHEME } from "./answers";
import { Server } from "./client";
import { tell } from "./errors";
import { chooseTier, refreshModels, showLastAnswer, showWhy } from "./insight";
import { askForKey } from "./key";
import { previewPrompt, runPrompt } from "./prompts";
import { KINDS } from "./kinds";
import type { TaskParams } from "./protocol";
import { NEED_RESTART } from "./settings";
import { StatusBar } from "./status";
import { Tasks } from "./tasks";

let server: Server | undefined;

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel("Tierline", { log: true });
  const answers = new Answers();
  const bar = new StatusBar();
  const middleware: Middleware = {
    // A code action of the server runs as if it were chosen from the palette.
    executeCommand: (command, args: unknown[], next) =>
      command === "tierline.run" ? guarded(() => tasks.run(args[0] as TaskParams)) : (next(command, args) as unknown),
  };
  const running = (server = new Server(context, log, middleware));
  const tasks = new Tasks(running, answers);

  async function guarded<R>(action: () => R | Promise<R>): Promise<R | undefined> {
    try {
      return await action();
    } catch (error) {
      await tell(error, log);
      return undefined;
    }
  }
  const register = (name: string, action: () => unknown) =>
    // Returns nothing: what a command returns is serialised, and a client can't be.
    commands.registerCommand(`tierline.${name}`, async () => { await guarded(action); });

  context.subscriptions.push(
    log, answers, bar, running,
    workspace.registerTextDocumentContentProvider(SCHEME, answers),
    running.onChunk((chunk) => { answers.receive(chunk); }),
    running.onStatus((status) => {
      bar.update(status);
      if (status?.last?.state === "cancelled" || status?.last?.state === "failed") answers.breakOff(status.last);
    }),
    ...KINDS.map((kind) => register(`${kind}Selection`, () => tasks.runKind(kind))),
    register("cancelTasks", () => { tasks.cancelAll(); }),
    register("chooseTier", () => chooseTier(running)),
    register("runPrompt", () => runPrompt(running, tasks)),
    register("previewPrompt", () => previewPrompt(running, tasks, answers)),
    register("refreshModels", () => refreshModels(running)),
    register("showLastAnswer", () => showLastAnswer(running, answers)),
    register("why", () => showWhy(running, answers, bar.last)),
    register("setApiKey", () => askForKey(context.secrets, () => running.client())),
    register("restart", () => running.restart()),
    register("showLog", () => { log.show(true); }),
    register("menu", () => bar.menu()),
    workspace.onDidGrantWorkspaceTrust(() => {
      if (running.started) void guarded<unknown>(() => running.settingsChanged());
    }),
    workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration("tierline") || !running.started) return;
      const fresh = NEED_RESTART.some((name) => event.affectsConfiguration(name));
      void guarded<unknown>(() => (fresh ? running.restart() : running.settingsChanged()));
    }),
  );
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
