const hidden = '•••';

/** Shorter secrets are left alone: hiding every `a` would say more than it hides. */
const shortest = 4;

/**
 * Makes a function that hides these secrets in any text, in the forms in which they travel: as they are,
 * URL-encoded, as base64, and as the base64 of `user:secret` for each of `users`.
 */
export function createRedactor(
  secrets: readonly string[],
  users: readonly string[] = [],
): <Value>(value: Value) => Value {
  const forms = new Set<string>();
  for (const secret of secrets.filter((text) => text.length >= shortest)) {
    const joined = users.map((user) => `${user}:${secret}`);
    for (const text of [secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)])
      forms.add(text);
    for (const text of [secret, ...joined]) forms.add(Buffer.from(text).toString('base64'));
  }
  // Longest first, so that no form is left half hidden by a shorter one inside it.
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  const hide = (text: string) => ordered.reduce((rest, form) => rest.replaceAll(form, hidden), text);
  return (value) => (ordered.length === 0 ? value : (walk(value, hide) as typeof value));
}

function walk(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, hide));
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, hide)]));
}
