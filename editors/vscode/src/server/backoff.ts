/** How long to wait before a server that crashed is started again. Pure. */

/** What came longer ago does not count. */
const WINDOW_MS = 180_000;
const WAITS_S = [1, 4, 15] as const;

/**
 * @param crashes times of all crashes so far, the present one included, in ms
 * @returns seconds, or undefined if it has crashed too often to be started by itself
 */
export function waitAfter(crashes: readonly number[], now: number): number | undefined {
  const recent = crashes.filter((time) => now - time < WINDOW_MS).length;
  return WAITS_S[recent - 1];
}
