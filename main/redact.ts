const hidden = '•••';

/** Shorter secrets are left alone: hiding every `a` would say more than it hides. */
const shortest = 4;
/** Likewise of what stands inside a secret, which may be an ordinary word. */
const shortestPart = 10;
/** Characters of a text that comes up later. Longer ones are lists of secrets, and nobody repeats them whole. */
const longest = 20_000;
/** Secrets that come up later are forgotten beyond this many, the oldest first: a server can send them without end. */
const kept = 200;

export interface Redactor {
  /** A copy in which every secret known so far is hidden. */
  hide<Value>(value: Value): Value;
  add(secret: string): void;
}

/**
 * Hides these secrets in any text, in the forms in which they travel: as they are, URL-encoded, as base64, and as the
 * base64 of `user:secret` for each of `users`; also what is secret inside of them, such as the token of `Bearer …`.
 */
export function createRedactor(secrets: readonly string[], users: readonly string[] = []): Redactor {
  const given = secrets.flatMap((secret) => [secret, ...partsOf(secret)]).flatMap((secret) => formsOf(secret, users));
  const later = new Map<string, string[]>();
  /** Longest first, so that no form is left half hidden by a shorter one inside it. */
  let forms: string[] | undefined;
  const sorted = () => [...new Set([...given, ...later.values()].flat())].sort((a, b) => b.length - a.length);
  const add = (secret: string) => {
    if (secret.length > longest || later.has(secret)) return;
    later.set(secret, formsOf(secret, users));
    for (const oldest of later.keys()) {
      if (later.size <= kept) break;
      later.delete(oldest);
    }
    forms = undefined;
  };
  const hide = <Value>(value: Value): Value => {
    forms ??= sorted();
    const known = forms;
    if (known.length === 0) return value;
    return walk(value, (text) => known.reduce((rest, form) => rest.replaceAll(form, hidden), text)) as Value;
  };
  return { hide, add };
}

function formsOf(secret: string, users: readonly string[]): string[] {
  if (secret.length < shortest) return [];
  const joined = users.map((user) => `${user}:${secret}`);
  return [
    ...[secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)],
    new URLSearchParams([['', secret]]).toString().slice(1),
    ...[secret, ...joined].map((text) => Buffer.from(text).toString('base64')),
  ];
}

/** What a server may repeat alone: what follows the scheme in a header, the values in a query or a JSON object. */
function partsOf(secret: string): string[] {
  const [, credentials] = /^[a-z]+ +(\S+)$/i.exec(secret) ?? [];
  const query = /^[\w.-]+=\S/.test(secret) ? [...new URLSearchParams(secret).values()] : [];
  const parts = [...(credentials === undefined ? [] : [credentials]), ...query, ...textsOf(secret)];
  return parts.filter((part) => part.length >= shortestPart);
}

function textsOf(secret: string): string[] {
  if (!secret.startsWith('{')) return [];
  const texts: string[] = [];
  try {
    JSON.parse(secret, (_, value) => (typeof value === 'string' ? texts.push(value) : undefined));
  } catch {
    // It only looked like JSON.
  }
  return texts;
}

function walk(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, hide));
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, hide)]));
}
