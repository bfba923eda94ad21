/** A line of a table of figures. */
export function printRow(...cells: (string | number)[]): void {
  console.log(cells.map((cell) => String(cell).padStart(14)).join(' '));
}

export function median(values: number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil((sorted.length - 1) * part)] ?? Number.NaN;
}
