/** The status bar item. */
import { commands, type Disposable, l10n, MarkdownString, StatusBarAlignment, type StatusBarItem, ThemeColor, window } from "vscode";
import { fitted } from "./fitted";
import { ICONS, type Mood, moodOf, WARNS } from "./mood";
import { phaseWords } from "./phase";
import type { RunResult, Status, Tier } from "./protocol";
import type { Health } from "./server/client";
import { LINKS, tooltip } from "./tooltip";

export class StatusBar implements Disposable {
  private readonly item: StatusBarItem;
  private health: Health = { is: "off" };
  private result: RunResult | undefined;
  /** What the server says of itself; undefined while there is no server. */
  status: Status | undefined;
  /** The tier that was chosen for the next task alone. */
  private next: Tier | undefined;

  constructor() {
    this.item = window.createStatusBarItem("status", StatusBarAlignment.Right, 100);
    this.item.name = "Tierline";
    this.item.command = "tierline.menu";
    this.draw();
    this.item.show();
  }

  get last(): Status["last"] {
    return this.status?.last ?? null;
  }

  get mood(): Mood {
    return moodOf(this.health.is, this.status);
  }

  update(changed: { status?: Status | undefined; health?: Health; result?: RunResult; next?: Tier | undefined }): void {
    Object.assign(this, changed);
    this.draw();
  }

  dispose(): void {
    this.item.dispose();
  }

  private draw(): void {
    const { mood, status } = this;
    void commands.executeCommand("setContext", "tierline.running", mood === "busy");
    const phase = status === undefined ? "" : phaseWords(status.phase);
    const text = [status?.text ?? words(mood, this.health), phase, this.next === undefined ? "" : l10n.t("next: {0}", this.next)].filter((part) => part !== "").join(" · ");
    this.item.text = `${ICONS[mood]} ${fitted(text, status?.last?.model ?? "")}`;
    const shown = new MarkdownString(tooltip(mood, status, this.result, this.next), true);
    shown.isTrusted = { enabledCommands: LINKS };
    this.item.tooltip = shown;
    this.item.backgroundColor = WARNS.has(mood) ? new ThemeColor("statusBarItem.warningBackground") : undefined;
    this.item.accessibilityInformation = { label: spoken(mood, text), role: "button" };
  }
}

/** While there is no server whose words could stand there. */
function words(mood: Mood, health: Health): string {
  if (health.is === "crashed" && health.againInS !== undefined) return l10n.t("Tierline: starting again…");
  if (mood === "settingUp") return l10n.t("Tierline: setting up…");
  if (mood === "starting") return l10n.t("Tierline: starting…");
  return mood === "failed" ? l10n.t("Tierline: no server") : "Tierline";
}

function spoken(mood: Mood, text: string): string {
  if (mood === "busy") return l10n.t("Tierline is busy: {0}", text);
  if (mood === "noKey") return l10n.t("Tierline has no API key");
  if (mood === "overCap") return l10n.t("Tierline, a cap is reached: {0}", text);
  return mood === "coolingDown" ? l10n.t("Tierline, some models rest: {0}", text) : l10n.t("Tierline: {0}", text);
}
