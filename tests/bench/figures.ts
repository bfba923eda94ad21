/** One line of the table that a benchmark ends with. Ratios and bounds of one run, never bare speeds. */
export interface Figure {
  what: string;
  value: number;
  /** How it is written: `0.51`, `16.7 ms`, `103 MB`. */
  text: string;
  bar?: { at: 'least' | 'most'; value: number; text: string };
}

/** A figure; `bar`: what it must at least or at most be, in the same unit. */
export function figure(what: string, value: number, unit: Unit, bar?: { least: number } | { most: number }): Figure {
  const text = units[unit];
  if (!bar) return { what, value, text: text(value) };
  const at = 'least' in bar ? 'least' : 'most';
  const limit = 'least' in bar ? bar.least : bar.most;
  return { what, value, text: text(value), bar: { at, value: limit, text: text(limit) } };
}

export type Unit = keyof typeof units;

const units = {
  ratio: (value: number) => value.toFixed(2),
  times: (value: number) => `${value.toFixed(0)} ×`,
  ms: (value: number) => `${value.toFixed(value < 100 ? 1 : 0)} ms`,
  seconds: (value: number) => `${value.toFixed(1)} s`,
  megabytes: (value: number) => `${(value / 1e6).toFixed(0)} MB`,
  count: (value: number) => value.toLocaleString('en'),
} as const;

export function printFigures(figures: readonly Figure[]): void {
  const lines = figures.map((each) => [each.what, each.text, barOf(each), verdictOf(each)]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

function barOf({ bar }: Figure): string {
  return bar ? `at ${bar.at} ${bar.text}` : '';
}

function verdictOf({ bar, value }: Figure): string {
  if (!bar) return '';
  return (bar.at === 'least' ? value >= bar.value : value <= bar.value) ? 'met' : 'MISSED';
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil((sorted.length - 1) * part)] ?? Number.NaN;
}
