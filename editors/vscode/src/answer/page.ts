/** The page of an answer: what stands around it. The answer itself comes in messages, as it grows. */
import { type Sources, webpage } from "../webpage";

/** What the page shows now. */
export interface Shown {
  title: string;
  html: string;
  /** Tier, model, cost and reason; or why the answer is not complete. */
  facts: string;
  busy: boolean;
  wishes: { wish: string; label: string }[];
}

/** What the user chose on it. */
export interface Wish {
  wish: string;
  block?: number;
}

export function answerPage(sources: Sources): string {
  const body = `<main id="answer"></main>
<footer><p id="facts" role="status"></p><p id="wishes"></p></footer>`;
  return webpage("Tierline", body, sources);
}
