/** Answers to read, and edits while they are written: each in a page beside the editor. */
import { type Disposable, EventEmitter, l10n, Uri, window } from "vscode";
import { line } from "../describe";
import type { Chunk, Finished, KeptAnswer, Kind, RunResult } from "../protocol";
import { answerColumn } from "./column";
import { insertCode } from "./insert";
import { AnswerPanel } from "./panel";
import { wishesOf } from "./wishes";

interface Open {
  panel: AnswerPanel;
  uri: string;
  attempt: number;
  text: string;
}

export class Answers implements Disposable {
  private readonly open = new Map<string, Open>();
  /** Those whose page the user closed while they grew: it stays closed. */
  private readonly closed = new Set<string>();
  private readonly wishes = new EventEmitter<{ wish: string; id: string }>();
  /** What the user chose below an answer. */
  readonly onWish = this.wishes.event;

  constructor(private readonly extension: Uri, private readonly last: LastEditor) {}

  /** Takes the next piece of a stream; the first words open the page. */
  receive(chunk: Chunk): void {
    if (chunk.kind === "commit" || this.closed.has(chunk.id)) return;
    const known = this.open.get(chunk.id);
    // A model is asked; whether it answers is not known yet.
    if (known === undefined && chunk.delta === "") return;
    const answer = known ?? this.start(chunk.id, titleOf(chunk.kind, chunk.uri), chunk.uri);
    if (chunk.attempt < answer.attempt) return;
    answer.text = chunk.attempt > answer.attempt ? chunk.delta : answer.text + chunk.delta;
    answer.attempt = chunk.attempt;
    answer.panel.show({ text: answer.text });
  }

  /** Shows the whole answer with what it took. */
  finish(answer: RunResult | KeptAnswer, uri: string): void {
    if (this.closed.delete(answer.id)) return;
    const { panel } = this.open.get(answer.id) ?? this.start(answer.id, titleOf(answer.kind, uri), uri);
    panel.show({ text: answer.text, facts: line(answer), busy: false, wishes: wishesOf(answer) });
  }

  /** Marks a stream that broke off, so that half an answer never looks like a whole one. */
  ended({ id, state, error }: Finished): void {
    this.closed.delete(id);
    if (state !== "cancelled" && state !== "failed") return;
    const facts = state === "cancelled" ? l10n.t("Cancelled: this answer is not complete.") : l10n.t("Not complete: {0}", error);
    this.open.get(id)?.panel.show({ facts, busy: false });
  }

  /** Opens a finished text beside the editor. */
  show(id: string, title: string, text: string): void {
    const { panel } = this.open.get(id) ?? this.start(id, title, "");
    panel.show({ title, text, facts: "", busy: false, wishes: [] });
    panel.reveal();
  }

  /** Closes the page of an answer that is shown elsewhere now. */
  async close(id: string): Promise<void> {
    await this.open.get(id)?.panel.close();
    this.closed.delete(id);
  }

  dispose(): void {
    this.wishes.dispose();
    for (const { panel } of [...this.open.values()]) panel.dispose();
  }

  private start(id: string, title: string, uri: string): Open {
    // The page of an answer that is whole serves the next one, as the editor's own previews do.
    const idle = [...this.open].find(([, { panel }]) => !panel.busy);
    if (idle !== undefined) this.open.delete(idle[0]);
    const panel = idle?.[1].panel ?? this.make();
    const answer = { panel, uri, attempt: 1, text: "" };
    this.open.set(id, answer);
    panel.show({ title, text: "", facts: "", busy: true, wishes: [] });
    if (idle !== undefined) panel.reveal();
    return answer;
  }

  private make(): AnswerPanel {
    const panel = new AnswerPanel(this.extension, answerColumn(), () => {
      const found = this.idOf(panel);
      if (found === undefined) return;
      this.open.delete(found);
      if (panel.busy) this.closed.add(found);
    });
    panel.onWish((wish) => {
      const id = this.idOf(panel);
      if (id !== undefined) this.wishes.fire({ wish, id });
    });
    panel.onInsert((code) => {
      const id = this.idOf(panel);
      void insertCode(code, id === undefined ? "" : this.open.get(id)?.uri ?? "", this.last.editor);
    });
    return panel;
  }

  private idOf(panel: AnswerPanel): string | undefined {
    return [...this.open].find(([, answer]) => answer.panel === panel)?.[0];
  }
}

/** Watches which editor the user was in last: while a page has the focus, none is active. */
export class LastEditor implements Disposable {
  editor = window.activeTextEditor;
  private readonly listening = window.onDidChangeActiveTextEditor((editor) => { this.editor = editor ?? this.editor; });

  dispose(): void {
    this.listening.dispose();
  }
}

function titleOf(kind: Kind, uri: string): string {
  const name = Uri.parse(uri).path.split("/").at(-1) ?? "";
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${name}`;
}
