/** The page of an answer: what stands around it. The answer itself comes in messages, as it grows. */
import { escaped } from "./markdown";

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

export interface Sources {
  nonce: string;
  /** Where styles of the page may come from. */
  source: string;
  style: string;
  script: string;
}

export function answerPage({ nonce, source, style, script }: Sources): string {
  const csp = `default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(csp)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tierline</title>
<link rel="stylesheet" href="${escaped(style)}">
</head>
<body>
<main id="answer"></main>
<footer><p id="facts" role="status"></p><p id="wishes"></p></footer>
<script nonce="${nonce}" src="${escaped(script)}"></script>
</body>
</html>`;
}
