import type { Finding } from '../../../preload/contract/index.ts';
import { createRedactor } from '../../redact.ts';
import { encodeJson } from '../payload.ts';
import { addresses } from './addresses.ts';
import { Aliases } from './aliases.ts';
import { phoneAlias, phones } from './phones.ts';
import { privateKeys } from './private-keys.ts';
import type { Rule } from './rule.ts';
import { secrets } from './secrets.ts';
import { type Context, replaceValue } from './value.ts';

/** In this order: what is secret as a whole before what is a person inside of it. */
const rules: readonly Rule[] = [privateKeys, secrets, addresses, phones];

/** JSON in a text in JSON, and so on; what is deeper is looked at as text. */
const deepestJson = 6;
/** Longer texts that might be JSON or base64 are looked at as text alone, in characters. */
const longest = 20_000_000;

/** Replaces what must not be shared, the same one by the same alias as long as it lives. */
export class Redaction {
  readonly #aliases = new Aliases();
  readonly #hide: (text: string) => string;
  readonly #all: boolean;

  /** `known`: secrets that never go. `all`: persons and other secrets are found and replaced too. */
  constructor(known: readonly string[], all: boolean) {
    this.#hide = known.length > 0 ? createRedactor(known).hide : (text) => text;
    this.#all = all;
  }

  get findings(): Finding[] {
    return this.#aliases.findings;
  }

  /** The same text where there was nothing to replace. */
  text(text: string): string {
    return this.#text(text, 0);
  }

  /** Whom something is from or to: digits alone are a phone number there. */
  party(text: string): string {
    const redacted = this.text(text);
    return redacted === text && this.#all ? phoneAlias(text, this.#aliases) : redacted;
  }

  /** JSON text. */
  json(text: string): string {
    return this.#json(text, 0) ?? this.#plain(text);
  }

  /** The same value where there was nothing to replace. */
  value<Value>(value: Value): Value {
    return replaceValue(value, this.#context(0)) as Value;
  }

  /** Bytes that are text. */
  bytes(bytes: Uint8Array): Uint8Array {
    const text = textOf(bytes);
    if (text === undefined) return bytes;
    const redacted = this.text(text);
    return redacted === text ? bytes : Buffer.from(redacted);
  }

  #text(text: string, depth: number): string {
    if (text.length < 4) return text;
    return this.#json(text, depth) ?? this.#base64(text, depth) ?? this.#plain(text);
  }

  #plain(text: string): string {
    const hidden = this.#hide(text);
    if (!this.#all) return hidden;
    const known = this.#aliases.ofKnownSecret(hidden);
    return known ?? rules.reduce((rest, rule) => rule(rest, this.#aliases), hidden);
  }

  /** Nothing for what is no JSON object or array. */
  #json(text: string, depth: number): string | undefined {
    if (!/^\s{0,100}[[{]/.test(text) || depth > deepestJson || text.length > longest) return undefined;
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      return undefined;
    }
    const replaced = replaceValue(parsed, this.#context(depth + 1));
    return replaced === parsed ? text : encodeJson(replaced);
  }

  /** Nothing for what is no text in base64 with something to replace. */
  #base64(text: string, depth: number): string | undefined {
    if (text.length % 4 !== 0 || text.length < 12 || text.length > longest || depth > deepestJson) return undefined;
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
    const inner = textOf(Buffer.from(text, 'base64'));
    if (inner === undefined) return undefined;
    const redacted = this.#text(inner, depth + 1);
    return redacted === inner ? undefined : Buffer.from(redacted).toString('base64');
  }

  #context(depth: number): Context {
    return {
      replace: (text) => this.#text(text, depth),
      hide: this.#hide,
      aliases: this.#aliases,
      byName: this.#all,
    };
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Nothing for bytes that are no text in UTF-8. */
export function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.length > longest) return undefined;
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
