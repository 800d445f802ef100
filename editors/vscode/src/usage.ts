/** The usage view: a page beside the editor with what tasks have cost. */
import { randomBytes } from "node:crypto";
import { type Disposable, l10n, Uri, ViewColumn, type WebviewPanel, window } from "vscode";
import type { UsageReport } from "./protocol";
import type { Server } from "./server/client";
import { PERIODS, usagePage } from "./usage_page";

interface Wish {
  days: number;
}

export class UsageView implements Disposable {
  private panel: WebviewPanel | undefined;
  private days = 30;

  constructor(
    private readonly server: Server,
    private readonly extension: Uri,
    private readonly guarded: (action: () => Promise<void>) => Promise<unknown>,
  ) {}

  /** Opens it, or brings it to the front with the figures of now. */
  async show(): Promise<void> {
    const report = await this.report();
    if (this.panel === undefined) this.open();
    else this.panel.reveal(undefined, false);
    this.draw(report);
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private report(): Promise<UsageReport> {
    return this.server.execute<UsageReport>("tierline.usageReport", { days: this.days });
  }

  private open(): void {
    const media = Uri.joinPath(this.extension, "media");
    const panel = (this.panel = window.createWebviewPanel("tierline.usage", l10n.t("Tierline Usage"), ViewColumn.Active, {
      enableScripts: true, localResourceRoots: [media],
    }));
    panel.iconPath = Uri.joinPath(media, "icon.png");
    panel.onDidDispose(() => { this.panel = undefined; });
    panel.webview.onDidReceiveMessage((wish: Wish) => {
      if (!PERIODS.includes(wish.days)) return;
      this.days = wish.days;
      void this.guarded(async () => { this.draw(await this.report()); });
    });
  }

  private draw(report: UsageReport): void {
    const webview = this.panel?.webview;
    if (webview === undefined) return;
    const at = (name: string) => webview.asWebviewUri(Uri.joinPath(this.extension, "media", name)).toString();
    webview.html = usagePage(report, this.days, {
      nonce: randomBytes(18).toString("base64"), source: webview.cspSource, style: at("usage.css"), script: at("usage.js"),
    });
  }
}
