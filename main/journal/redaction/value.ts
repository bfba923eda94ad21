import type { Aliases } from './aliases.ts';
import { isPhoneName, phoneAlias } from './phones.ts';
import { isCodeName, isSecretName, secretAlias } from './secrets.ts';

/** What a value is by the name of its field; `code`: a secret even where it is a number. */
type Place = 'plain' | 'secret' | 'code' | 'phone';

/** Deeper values are not looked into, and so they do not go. */
const deepest = 400;
const tooDeep = '«left out: nested too deeply to look into»';
/** Of a private key as JSON Web Key. */
const keyParts = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']);

export interface Context {
  /** What is done with every text. */
  replace(text: string): string;
  /** Hides only what is known to be secret. */
  hide(text: string): string;
  aliases: Aliases;
  /** Fields are judged by their names. */
  byName: boolean;
}

/** All texts and field names in a JSON value; the same value where nothing was replaced. */
export function replaceValue(value: unknown, context: Context): unknown {
  return walk(value, 'plain', 0, context);
}

function walk(value: unknown, place: Place, depth: number, context: Context): unknown {
  if (typeof value === 'string') return replaceText(value, place, context);
  if (typeof value === 'number') return replaceNumber(value, place, context);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (depth > deepest) return tooDeep;
  return Array.isArray(value) ? walkArray(value, place, depth, context) : walkObject(value, place, depth, context);
}

function walkArray(values: readonly unknown[], place: Place, depth: number, context: Context): unknown {
  let changed = false;
  const replaced = values.map((value, index) => {
    const before = values[index - 1];
    // A pair of name and value, as headers are often written.
    const named = values.length === 2 && index === 1 && typeof before === 'string' && typeof value === 'string';
    const next = walk(value, named ? placeOf(before, value, place, context) : place, depth + 1, context);
    changed ||= next !== value;
    return next;
  });
  return changed ? replaced : values;
}

function walkObject(object: object, place: Place, depth: number, context: Context): unknown {
  const entries = Object.entries(object);
  const own = (name: string) => Object.getOwnPropertyDescriptor(object, name)?.value;
  const isKey = typeof own('kty') === 'string';
  const name = [own('name'), own('key'), own('header')].find((given) => typeof given === 'string');
  let changed = false;
  const replaced = entries.map(([key, value]): [string, unknown] => {
    const says = key === 'value' && name !== undefined ? name : key;
    const inner = isKey && keyParts.has(key) ? 'secret' : placeOf(says, value, place, context);
    const next: [string, unknown] = [context.replace(key), walk(value, inner, depth + 1, context)];
    changed ||= next[0] !== key || next[1] !== value;
    return next;
  });
  return changed ? objectOf(replaced) : object;
}

/** A key named `__proto__` is a key like any other. */
function objectOf(entries: readonly [string, unknown][]): object {
  const object = {};
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  }
  return object;
}

function placeOf(name: string, value: unknown, outer: Place, { byName }: Context): Place {
  if (!byName) return 'plain';
  if (isCodeName(name)) return 'code';
  if (outer === 'secret' || outer === 'code' || isSecretName(name)) return 'secret';
  return isPhoneName(name, value) ? 'phone' : 'plain';
}

function replaceText(text: string, place: Place, { replace, hide, aliases }: Context): string {
  if (place === 'secret' || place === 'code') return secretAlias(hide(text), aliases);
  const replaced = replace(text);
  return replaced === text && place === 'phone' ? phoneAlias(text, aliases) : replaced;
}

/** A number with something to hide becomes a text. */
function replaceNumber(value: number, place: Place, { replace, aliases }: Context): number | string {
  const text = String(value);
  const replaced = place === 'phone' ? phoneAlias(text, aliases) : place === 'code' ? secretAlias(text, aliases) : text;
  return replaced !== text ? replaced : replace(text) === text ? value : replace(text);
}
