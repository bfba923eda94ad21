const plurals = { entry: 'entries', row: 'rows', hit: 'hits' };

/** `1 entry`, `2,000 rows`. */
export function countText(count: number, noun: keyof typeof plurals): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : plurals[noun]}`;
}
