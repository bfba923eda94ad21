const hidden = '•••';

/** Shorter secrets are left alone: hiding every `a` would say more than it hides. */
const shortest = 4;

export interface Redactor {
  /** A copy in which every secret known so far is hidden. */
  hide<Value>(value: Value): Value;
  add(secret: string): void;
}

/**
 * Hides these secrets in any text, in the forms in which they travel: as they are, URL-encoded, as base64, and as the
 * base64 of `user:secret` for each of `users`.
 */
export function createRedactor(secrets: readonly string[], users: readonly string[] = []): Redactor {
  /** Longest first, so that no form is left half hidden by a shorter one inside it. */
  let forms: string[] = [];
  const hide = (text: string) => forms.reduce((rest, form) => rest.replaceAll(form, hidden), text);
  const add = (secret: string) => {
    if (secret.length < shortest) return;
    forms = [...new Set([...forms, ...formsOf(secret, users)])].sort((a, b) => b.length - a.length);
  };
  for (const secret of secrets) add(secret);
  return { hide: (value) => (forms.length === 0 ? value : (walk(value, hide) as typeof value)), add };
}

function formsOf(secret: string, users: readonly string[]): string[] {
  const joined = users.map((user) => `${user}:${secret}`);
  return [
    ...[secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)],
    ...[secret, ...joined].map((text) => Buffer.from(text).toString('base64')),
  ];
}

function walk(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, hide));
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, hide)]));
}
