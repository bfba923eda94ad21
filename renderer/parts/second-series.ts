import type { Second } from '../../preload/contract/index.ts';

/** What of the seconds is drawn. */
export type Figure = 'messages' | 'bytes' | 'round trips';

/** Times in seconds since 1970, and one list of values for each line; null where there is none. */
export type Series = [number[], ...(number | null)[][]];

const values: Record<Figure, ((second: Second) => number | null)[]> = {
  messages: [(second) => second.in, (second) => second.out],
  bytes: [(second) => second.bytesIn, (second) => second.bytesOut],
  'round trips': [(second) => second.slowest],
};
const lines: Record<Figure, string[]> = {
  messages: ['in', 'out'],
  bytes: ['in', 'out'],
  'round trips': ['slowest'],
};

export function linesOf(figure: Figure): string[] {
  return lines[figure];
}

/** Every second of the span that ends at `until` (ms), also those in which nothing happened. */
export function seriesOf(figure: Figure, seconds: readonly Second[], until: number, minutes: number): Series {
  const count = minutes * 60;
  const first = Math.floor(until / 1000) - count;
  const empty = figure === 'round trips' ? null : 0;
  const times = Array.from({ length: count }, (_, index) => first + index);
  const columns = values[figure].map((value) => {
    const column = Array<number | null>(count).fill(empty);
    for (const second of seconds) {
      const index = Math.floor(second.at / 1000) - first;
      if (index >= 0 && index < count) column[index] = value(second);
    }
    return column;
  });
  return [times, ...columns];
}

/** Of the last ten seconds, per second. */
export function rates(seconds: readonly Second[], until: number) {
  const sum = { in: 0, out: 0, bytesIn: 0, bytesOut: 0 };
  for (const second of seconds.slice(-10)) {
    if (second.at < until - 10_000) continue;
    for (const name of ['in', 'out', 'bytesIn', 'bytesOut'] as const) sum[name] += second[name] / 10;
  }
  return sum;
}
