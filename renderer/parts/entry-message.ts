import type { Binary, Entry, Payload } from '../../preload/contract/index.ts';
import { bytesOfBase64 } from './bytes.ts';
import { type JsonValue, jsonMembers, jsonString, jsonValue } from './json-text.ts';

/** One argument of a message, as it can be looked at. */
export interface Argument {
  index: number;
  /** In words: `object`, `text`, `bytes`. */
  type: string;
  /** Text of a string, JSON of anything else, bytes. */
  value: string | Uint8Array;
}

const types: Record<JsonValue['kind'], string> = {
  object: 'object',
  array: 'list',
  string: 'text',
  number: 'number',
  true: 'true or false',
  false: 'true or false',
  null: 'null',
  cut: 'cut off',
};

const mostArguments = 100;

export function argumentsOf({ args, binaries }: Payload): Argument[] {
  return jsonMembers(jsonValue(args), 0, mostArguments).members.map(({ value }, index) => {
    const bytes = binaries.find(({ path }) => path.length === 1 && path[0] === index);
    if (bytes) return { index, type: 'bytes', value: bytesOfBinary(bytes) };
    const text = value.kind === 'string' ? jsonString(value) : value.text.slice(value.start, value.end);
    return { index, type: types[value.kind], value: text };
  });
}

/** What a person would call the message: what the envelope held, else the first argument, else the preview. */
export function messageOf(entry: Entry): { value: string | Uint8Array; cut: boolean; base: (string | number)[] } {
  if (entry.inside) return { value: entry.inside.text, cut: entry.inside.cut, base: [] };
  const first = argumentsOf(entry.payload)[0];
  return { value: first?.value ?? entry.row.preview, cut: entry.payload.cut, base: first ? [0] : [] };
}

/** The bytes that came; fewer than `size` where they were cut. */
export function bytesOfBinary(binary: Binary): Uint8Array<ArrayBuffer> {
  return bytesOfBase64(binary.base64);
}
