/** The server's health: an item in the language status, and a message when it crashes. */
import { commands, type Disposable, languages, LanguageStatusSeverity, type LanguageStatusItem, l10n, window } from "vscode";
import type { Health, Server } from "./client";

interface Shown {
  text: string;
  detail?: string;
  severity?: LanguageStatusSeverity;
  busy?: boolean;
  command: { command: string; title: string };
}

export class HealthItem implements Disposable {
  private readonly item: LanguageStatusItem;
  private readonly listener: Disposable;

  constructor(server: Server) {
    this.item = languages.createLanguageStatusItem("tierline.server", ["file", "untitled"].map((scheme) => ({ scheme })));
    this.item.name = l10n.t("Tierline Server");
    this.update(server.health);
    this.listener = server.onHealth((health) => {
      this.update(health);
      if (health.is === "crashed") void tellCrash(health.againInS);
    });
  }

  dispose(): void {
    this.listener.dispose();
    this.item.dispose();
  }

  private update(health: Health): void {
    const { text, detail = "", severity = LanguageStatusSeverity.Information, busy = false, command } = shown(health);
    Object.assign(this.item, { text, detail, severity, busy, command });
  }
}

function shown(health: Health): Shown {
  const log = { command: "tierline.showLog", title: l10n.t("Show Log") };
  const restart = { command: "tierline.restart", title: l10n.t("Restart") };
  switch (health.is) {
    case "off":
      return { text: l10n.t("Tierline: not started"), detail: l10n.t("starts with the first task"), command: { ...restart, title: l10n.t("Start") } };
    case "settingUp":
      return { text: l10n.t("Tierline: setting up its server"), busy: true, command: log };
    case "starting":
      return { text: l10n.t("Tierline: starting"), busy: true, command: log };
    case "running":
      return { text: l10n.t("Tierline: running"), detail: health.version, command: restart };
    case "crashed":
      return {
        text: l10n.t("Tierline: the server ended unexpectedly"), severity: LanguageStatusSeverity.Error, busy: health.againInS !== undefined,
        detail: health.againInS === undefined ? l10n.t("starts with the next task") : l10n.t("starts again"), command: restart,
      };
    case "failed":
      return { text: l10n.t("Tierline: no server"), detail: health.why, severity: LanguageStatusSeverity.Error, command: restart };
  }
}

async function tellCrash(againInS: number | undefined): Promise<void> {
  const now = l10n.t("Restart Now");
  const log = l10n.t("Show Log");
  const copy = l10n.t("Copy Debug Information");
  const choice = againInS === undefined
    ? await window.showErrorMessage(l10n.t("The Tierline server keeps ending unexpectedly; it starts again with the next task."), now, log, copy)
    : await window.showWarningMessage(l10n.t("The Tierline server ended unexpectedly; it starts again in {0} s.", againInS), log, copy);
  const chosen = { [now]: "tierline.restart", [log]: "tierline.showLog", [copy]: "tierline.copyDebugInformation" }[choice ?? ""];
  if (chosen !== undefined) await commands.executeCommand(chosen);
}
