/** A property that a value has itself, read without running anything: a sender's `__proto__` or getter has no say. */
export function own(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
