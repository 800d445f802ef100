/** Instructions that were given before. Pure. */

/** How many are kept for a kind. */
export const MOST = 20;

/** The list with `instruction` in front, once, and no longer than `MOST`. */
export function remembered(list: readonly string[], instruction: string): string[] {
  return [instruction, ...list.filter((earlier) => earlier !== instruction)].slice(0, MOST);
}

/** What is offered while `typed` stands there: it first, then the earlier ones that contain it. */
export function offered(list: readonly string[], typed: string): string[] {
  const wanted = typed.trim().toLowerCase();
  const fitting = list.filter((earlier) => earlier.toLowerCase().includes(wanted) && earlier !== typed.trim());
  return wanted === "" ? fitting : [typed.trim(), ...fitting];
}
