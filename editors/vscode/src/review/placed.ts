/** The changes of an answer, and where they stand in the text of now. Pure; offsets count UTF-16 units. */
import type { HunkInfo } from "../protocol";
import { carry, type Change, type Span } from "../span";

export interface Placed {
  hunk: HunkInfo;
  span: Span;
}

/** The same changes after the text has changed. */
export function carried(placed: readonly Placed[], changes: readonly Change[]): Placed[] {
  return placed.map(({ hunk, span }) => ({ hunk, span: changes.reduce(carry, span) }));
}

export function pending(placed: readonly Placed[]): Placed[] {
  return placed.filter(({ hunk }) => hunk.state === "pending");
}

/** The text with all changes that wait made. */
export function proposed(text: string, placed: readonly Placed[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { hunk, span } of pending(placed).sort((a, b) => a.span.start - b.span.start)) {
    if (span.start < done) continue;
    parts.push(text.slice(done, span.start), hunk.newText);
    done = span.end;
  }
  return parts.join("") + text.slice(done);
}

/** The waiting change before or behind the cursor; after the last comes the first. */
export function step(placed: readonly Placed[], offset: number, forward: boolean): Placed | undefined {
  const waiting = pending(placed).sort((a, b) => a.span.start - b.span.start);
  return forward
    ? waiting.find(({ span }) => span.start > offset) ?? waiting[0]
    : waiting.findLast(({ span }) => span.start < offset) ?? waiting.at(-1);
}

/** The waiting change that the cursor is in; where it is in none, the next one. */
export function here(placed: readonly Placed[], offset: number): Placed | undefined {
  const inside = pending(placed).find(({ span }) => span.start <= offset && offset < Math.max(span.end, span.start + 1));
  return inside ?? step(placed, offset, true);
}

/** What a change does, as the lines of a diff. */
export function asDiff({ oldText, newText }: HunkInfo): string {
  const lines = (sign: string, text: string) => (text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/).map((one) => sign + one));
  return [...lines("-", oldText), ...lines("+", newText)].join("\n");
}

/** What would stand there instead, on one line. */
export function inOneLine({ newText }: HunkInfo): { first: string; more: number } {
  const lines = newText.split(/\r?\n/).map((one) => one.trim()).filter((one) => one !== "");
  return { first: lines[0] ?? "", more: Math.max(0, lines.length - 1) };
}
