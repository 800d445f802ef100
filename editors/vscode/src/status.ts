/** The status bar item, and the menu behind it. */
import {
  commands, type Disposable, MarkdownString, StatusBarAlignment, type StatusBarItem, ThemeColor, window,
} from "vscode";
import type { Status } from "./protocol";

export class StatusBar implements Disposable {
  private readonly item: StatusBarItem;
  private status: Status | undefined;

  constructor() {
    this.item = window.createStatusBarItem("status", StatusBarAlignment.Right, 100);
    this.item.name = "Tierline";
    this.item.command = "tierline.menu";
    this.update(undefined);
    this.item.show();
  }

  get last(): Status["last"] {
    return this.status?.last ?? null;
  }

  /** Shows what the server says of itself; undefined while there is no server. */
  update(status: Status | undefined): void {
    this.status = status;
    void commands.executeCommand("setContext", "tierline.running", status?.state === "running");
    const text = status?.text ?? "Tierline";
    this.item.text = `${icon(status)} ${text}`;
    this.item.tooltip = new MarkdownString(status?.tooltip ?? "Tierline: the server starts with the first task.");
    this.item.backgroundColor = warns(status) ? new ThemeColor("statusBarItem.warningBackground") : undefined;
    this.item.accessibilityInformation = { label: spoken(status, text), role: "button" };
  }

  /** Asks what to do; what fits best now stands first. */
  async menu(): Promise<void> {
    const entries = [
      { label: "$(debug-stop) Cancel", command: "tierline.cancelTasks", when: this.status?.state === "running" },
      { label: "$(key) Set API Key", command: "tierline.setApiKey", when: this.status?.state === "noKey" },
      { label: "$(notebook-template) Run Prompt", command: "tierline.runPrompt", when: true },
      { label: "$(layers) Choose Tier", description: this.status?.tierMode ?? "", command: "tierline.chooseTier", when: true },
      { label: "$(comment) Show Last Answer", command: "tierline.showLastAnswer", when: this.last !== null },
      { label: "$(question) Why This Tier", command: "tierline.why", when: true },
      { label: "$(key) Change API Key", command: "tierline.setApiKey", when: this.status?.state !== "noKey" },
      { label: "$(output) Show Log", command: "tierline.showLog", when: true },
      { label: "$(debug-restart) Restart Server", command: "tierline.restart", when: true },
    ];
    const choice = await window.showQuickPick(entries.filter((entry) => entry.when), { title: "Tierline" });
    if (choice !== undefined) await commands.executeCommand(choice.command);
  }

  dispose(): void {
    this.item.dispose();
  }
}

/** Whether nothing can be paid: without a key, or beyond a cap. */
function warns(status: Status | undefined): boolean {
  return status?.state === "noKey" || (status?.caps.some((cap) => cap.level === "hard") ?? false);
}

function icon(status: Status | undefined): string {
  if (status?.state === "running") return "$(sync~spin)";
  return status?.state === "noKey" ? "$(key)" : "$(layers)";
}

function spoken(status: Status | undefined, text: string): string {
  if (status?.state === "running") return `Tierline is busy: ${text}`;
  if (status?.state === "noKey") return "Tierline has no API key";
  return `Tierline: ${text}`;
}
