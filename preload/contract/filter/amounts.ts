type Unit = 'size' | 'took';

/** Greatest first: an amount is written in the first that it is a whole number of. A size has 1 kB of 1,000 bytes. */
const units: Record<Unit, readonly (readonly [names: readonly string[], factor: number])[]> = {
  size: [
    [['g', 'gb'], 1_000_000_000],
    [['m', 'mb'], 1_000_000],
    [['k', 'kb'], 1000],
    [['', 'b'], 1],
  ],
  took: [
    [['m', 'min'], 60_000],
    [['s'], 1000],
    [['ms', ''], 1],
  ],
};

/** Beyond it not every thousandth has a number of its own. */
const most = 1_000_000_000_000;

/** Bytes, or milliseconds; to a thousandth. */
export function readAmount(unit: Unit, text: string): number | undefined {
  const [, digits, name = ''] = /^(\d{1,12}(?:\.\d{1,6})?)([a-z]*)$/i.exec(text) ?? [];
  const found = units[unit].find(([names]) => names.includes(name.toLowerCase()));
  if (digits === undefined || !found) return undefined;
  const amount = Math.round(Number(digits) * found[1] * 1000) / 1000;
  return amount <= most ? amount : undefined;
}

/** Written so that {@link readAmount} reads the same. */
export function printAmount(unit: Unit, amount: number): string {
  for (const [[name], factor] of units[unit]) {
    if (amount >= factor && Number.isInteger(amount / factor)) return `${amount / factor}${name}`;
  }
  return `${amount}${unit === 'took' ? 'ms' : ''}`;
}
