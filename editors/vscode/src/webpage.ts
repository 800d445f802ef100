/** What every page of ours is: a strict policy, one sheet of styles and one script of our own. */

export interface Sources {
  nonce: string;
  /** Where styles and pictures of the page may come from. */
  source: string;
  style: string;
  script: string;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** `body` is HTML; the title is not. */
export function webpage(title: string, body: string, { nonce, source, style, script }: Sources): string {
  const csp = `default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(csp)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${escaped(style)}">
</head>
<body>
${body}
<script nonce="${nonce}" src="${escaped(script)}"></script>
</body>
</html>`;
}
