/** The status bar's text, so short that the editor does not cut off its end, which may be the most important. Pure. */

/** Signs. The editor gives an item two fifths of the window's width. */
const MOST = 64;
/** Of the model's name at least. */
const LEAST = 12;

/** The text with its model's name, which stands in it without its maker, cut as far as needed. */
export function fitted(text: string, model: string): string {
  const name = model.split("/").at(-1) ?? "";
  const room = Math.max(LEAST, MOST - (text.length - name.length));
  return name.length > room ? text.replace(name, () => `${name.slice(0, room - 1)}…`) : text;
}
