/** A model's Markdown as HTML. Nothing of it runs or is fetched: markup in the text is shown as text, pictures are links. Pure but for the words. */
import MarkdownIt from "markdown-it";
import { l10n } from "vscode";
import { escaped } from "../webpage";

export interface Rendered {
  html: string;
  /** The text of each code block, by the number that its buttons name. */
  blocks: string[];
}

const markdown = new MarkdownIt({ html: false, linkify: false }).disable("image");

markdown.renderer.rules.fence = (tokens, at, _options, environment) => {
  const { content = "", info = "" } = tokens[at] ?? {};
  return block(content, info.trim().split(/\s/)[0] ?? "", blocksOf(environment));
};
markdown.renderer.rules.code_block = (tokens, at, _options, environment) => block(tokens[at]?.content ?? "", "", blocksOf(environment));

// The page's policy allows no styles inline; the attribute says the same.
markdown.renderer.rules.th_open = markdown.renderer.rules.td_open = (tokens, at, options, _environment, self) => {
  const cell = tokens[at];
  const style = cell?.attrGet("style");
  if (cell !== undefined && style !== undefined && style !== null) cell.attrs = [["align", String(style).replace("text-align:", "")]];
  return self.renderToken(tokens, at, options);
};

export function rendered(text: string): Rendered {
  const environment = { blocks: [] as string[] };
  const html = markdown.render(text, environment);
  return { html, blocks: environment.blocks };
}

/** They are collected in what the library hands on from `render` to each rule. */
function blocksOf(environment: object | undefined): string[] {
  return (environment as { blocks: string[] }).blocks;
}

function block(content: string, language: string, blocks: string[]): string {
  const number = blocks.push(content) - 1;
  const button = (wish: string, words: string) => `<button type="button" data-wish="${wish}" data-block="${number}">${escaped(words)}</button>`;
  return `<figure class="code"><figcaption><span>${escaped(language === "" ? l10n.t("code") : language)}</span>`
    + `<span class="wishes">${button("copy", l10n.t("Copy"))}${button("insert", l10n.t("Insert at Cursor"))}</span></figcaption>`
    + `<pre tabindex="0"><code>${escaped(content)}</code></pre></figure>\n`;
}
