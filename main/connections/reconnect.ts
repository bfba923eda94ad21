const first = 1_000;
const longest = 60_000;

/**
 * Milliseconds to wait before an attempt: doubled from one second to one minute, then cut by up to half at random,
 * so that many consoles do not return to a restarted server in step. `random` is in [0, 1).
 */
export function waitBefore(attempt: number, random: number): number {
  const full = Math.min(longest, first * 2 ** Math.max(0, attempt - 2));
  return Math.round(full * (1 - random / 2));
}
