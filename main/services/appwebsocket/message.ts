import { own } from '../../own.ts';

/** What can be told of a message of the protocol. */
export interface Reading {
  mt: string;
  api?: string;
  src?: string;
  /** What went wrong, in the sender's words. */
  error?: string;
  /** The result goes on: it is to be asked for again with this token. */
  more?: string | number | boolean;
  /** The message: read its fields with {@link own} and {@link textOf}. */
  body: object;
}

/** Longer texts are not parsed on arrival: they would hold up the ones behind them. */
export const parseLimit = 2_000_000;
/** Longer names would burden every row of the log. */
export const nameLimit = 200;

/** None for a text that is no JSON object with an `mt`. Never throws. */
export function readMessage(text: string): Reading | undefined {
  const body = text.length <= parseLimit ? parse(text) : undefined;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const mt = own(body, 'mt');
  if (typeof mt !== 'string' || mt.length > nameLimit) return undefined;
  const [api, src, error, more] = [own(body, 'api'), sourceOf(body), errorOf(mt, body), own(body, 'more')];
  return {
    mt,
    body,
    ...(typeof api === 'string' && { api }),
    ...(src !== undefined && { src }),
    ...(error !== undefined && { error }),
    ...(isToken(more) && { more }),
  };
}

/** A field as text, numbers too; none where it is absent, something else, or longer than a name may be. */
export function textOf(value: unknown, name: string, limit = 1000): string | undefined {
  const field = own(value, name);
  if (typeof field === 'number') return String(field);
  return typeof field === 'string' && field.length <= limit ? field : undefined;
}

/** What a message says beside its type: `field: value`, cut short. */
export function previewOf({ body, api }: Reading): string {
  const fields = Object.entries(body)
    .filter(([name]) => name !== 'mt' && name !== 'api' && name !== 'src')
    .slice(0, 20)
    .map(([name, value]) => `${name}: ${shortly(value, 2)}`);
  return [...(api ? [api] : []), ...(fields.length > 0 ? [fields.join(', ')] : [])].join(' · ').slice(0, 300);
}

/** `depth`: how many levels are looked into. */
function shortly(value: unknown, depth: number): string {
  if (typeof value === 'string') return value.slice(0, 150);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) {
    if (depth === 0) return `${value.length} ${value.length === 1 ? 'item' : 'items'}`;
    const first = value.slice(0, 3).map((item) => shortly(item, depth - 1));
    return `[${first.join(', ')}${value.length > first.length ? `, … ${value.length} items` : ''}]`;
  }
  const fields = Object.entries(value).slice(0, 5);
  return `{${fields.map(([name, field]) => (depth === 0 ? name : `${name}: ${shortly(field, depth - 1)}`)).join(', ')}}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sourceOf(body: object): string | undefined {
  const src = textOf(body, 'src');
  return src === '' ? undefined : src;
}

/** `AppLoginResult` fails by having no `ok`; the others by having an `error`. */
function errorOf(mt: string, body: object): string | undefined {
  const error = own(body, 'error');
  const failed = isGiven(error) || isGiven(own(body, 'errorText')) || mt === 'Error';
  const denied = mt === 'AppLoginResult' && own(body, 'ok') !== true;
  if (!failed && !denied) return undefined;
  const words = [textOf(body, 'errorText', 10_000), isGiven(error) ? textOf(body, 'error', 10_000) : undefined];
  return (
    words
      .filter((part) => part !== undefined && part !== '')
      .join(' · ')
      .slice(0, 1000) || 'no reason given'
  );
}

const isGiven = (value: unknown) => ![undefined, null, false, 0, ''].includes(value as string);

function isToken(more: unknown): more is string | number | true {
  return more === true || typeof more === 'number' || (typeof more === 'string' && more !== '' && more.length <= 1000);
}
