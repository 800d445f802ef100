// What axe-core, a checker of accessibility, has against a page of ours.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const extension = path.resolve(import.meta.dirname, "../../../editors/vscode");
const AXE = readFileSync(createRequire(path.join(extension, "package.json")).resolve("axe-core/axe.min.js"), "utf8");

/** One line for each fault on the page that the only open webview shows. */
export async function faults(workbench) {
  const inner = await workbench.webview.owner().elementHandle();
  const frame = await inner.contentFrame();
  // The page's own policy lets no script in; the browser's driver may.
  await frame.evaluate(AXE);
  const { violations } = await frame.evaluate(() => globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    resultTypes: ["violations"],
  }));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
