/** One webview in which an answer grows. */
import { randomBytes } from "node:crypto";
import { env, EventEmitter, l10n, TabInputWebview, Uri, type ViewColumn, type WebviewPanel, window } from "vscode";
import { answerPage, type Shown, type Wish } from "./page";

export const VIEW_TYPE = "tierline.answer";
/** A stream faster than the eye would draw the page anew for every token. */
const REDRAW_MS = 80;

/** Content of a panel. */
export interface Text {
  title: string;
  /** Markdown. */
  text: string;
  facts: string;
  busy: boolean;
  wishes: Shown["wishes"];
}

export class AnswerPanel {
  private readonly panel: WebviewPanel;
  private readonly wishes = new EventEmitter<string>();
  private readonly inserts = new EventEmitter<string>();
  private content: Text = { title: "", text: "", facts: "", busy: true, wishes: [] };
  private blocks: string[] = [];
  private redraw: NodeJS.Timeout | undefined;
  private ready = false;
  /** The user chose a button below the answer. */
  readonly onWish = this.wishes.event;
  /** The user wants this code in the text. */
  readonly onInsert = this.inserts.event;

  /** Opens it; the user goes on typing where they are. */
  constructor(extension: Uri, viewColumn: ViewColumn, closed: () => void) {
    const media = Uri.joinPath(extension, "media");
    const panel = (this.panel = window.createWebviewPanel(VIEW_TYPE, "Tierline", { viewColumn, preserveFocus: true }, {
      enableScripts: true, localResourceRoots: [media], enableFindWidget: true,
    }));
    panel.iconPath = Uri.joinPath(media, "icon.png");
    panel.onDidDispose(() => {
      this.ready = false;
      clearTimeout(this.redraw);
      for (const emitter of [this.wishes, this.inserts]) emitter.dispose();
      closed();
    });
    panel.webview.onDidReceiveMessage((wish: Wish) => { void this.receive(wish); });
    const at = (name: string) => panel.webview.asWebviewUri(Uri.joinPath(media, name)).toString();
    panel.webview.html = answerPage({
      nonce: randomBytes(18).toString("base64"), source: panel.webview.cspSource, style: at("answer.css"), script: at("answer.js"),
    });
  }

  get busy(): boolean {
    return this.content.busy;
  }

  get column(): ViewColumn | undefined {
    return this.panel.viewColumn;
  }

  show(changed: Partial<Text>): void {
    Object.assign(this.content, changed);
    if (this.panel.title !== this.content.title) this.panel.title = this.content.title;
    this.redraw ??= setTimeout(() => {
      this.redraw = undefined;
      void this.draw();
    }, REDRAW_MS);
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  /** Closes its tab: to dispose of the page itself would take the focus away from where the user is. */
  async close(): Promise<void> {
    const tab = window.tabGroups.all.flatMap(({ tabs }) => tabs)
      .find(({ input, label }) => input instanceof TabInputWebview && input.viewType.endsWith(VIEW_TYPE) && label === this.panel.title);
    if (tab === undefined) this.panel.dispose();
    else await window.tabGroups.close(tab, true);
  }

  dispose(): void {
    this.panel.dispose();
  }

  private async draw(): Promise<void> {
    // Loaded with the first answer: an editor that starts needs no Markdown.
    const { rendered } = await import("./markdown");
    // The page may have been closed meanwhile.
    if (!this.ready) return;
    const { text, ...rest } = this.content;
    const { html, blocks } = rendered(text);
    this.blocks = blocks;
    void this.panel.webview.postMessage({ ...rest, html } satisfies Shown);
  }

  private async receive({ wish, block }: Wish): Promise<void> {
    if (wish === "ready") {
      // Also when a hidden page was thrown away and is made anew.
      this.ready = true;
      await this.draw();
      return;
    }
    if (block === undefined) {
      if (this.content.wishes.some((offered) => offered.wish === wish)) this.wishes.fire(wish);
      return;
    }
    const code = this.blocks[block];
    if (code === undefined) return;
    if (wish === "insert") this.inserts.fire(code);
    if (wish !== "copy") return;
    await env.clipboard.writeText(code);
    window.setStatusBarMessage(l10n.t("Tierline: copied"), 3000);
  }
}
