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
  /** Bytes that came, where it is bytes. */
  size?: number;
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
    if (bytes) return { index, type: 'bytes', value: bytesOfBinary(bytes), size: bytes.size };
    const text = value.kind === 'string' ? jsonString(value) : value.text.slice(value.start, value.end);
    return { index, type: types[value.kind], value: text };
  });
}

/**
 * What a person would call the message: what the envelope held, else the argument that the preview was taken from, else
 * the first that is something (a callback begins with no error), else the preview.
 */
export function messageOf(entry: Entry): { value: string | Uint8Array; cut: boolean; base: (string | number)[] } {
  if (entry.inside) return { value: entry.inside.text, cut: entry.inside.cut, base: [] };
  const all = argumentsOf(entry.payload);
  const { preview } = entry.row;
  const told =
    all.find(({ value }) => typeof value === 'string' && previewed(value, preview) !== undefined) ??
    all.find(({ type }) => type !== types.null) ??
    all[0];
  return { value: told?.value ?? entry.row.preview, cut: entry.payload.cut, base: told ? [told.index] : [] };
}

/**
 * What the message says, without what is around it: the text that the log's preview was taken from, where that is a
 * member of an object, or of an object in it. Null where the message is that text itself, or was cut off. `base`: its
 * path.
 */
export function contentOf(entry: Entry): { value: string; base: (string | number)[] } | null {
  const { value, cut, base } = messageOf(entry);
  const { preview } = entry.row;
  const content = typeof value !== 'string' || cut ? undefined : previewed(value, preview);
  return content ? { value: content.text, base: [...base, ...content.path] } : null;
}

/** The text in a JSON value that a preview was taken from. */
function previewed(value: string, preview: string): TextAt | undefined {
  if (preview === '') return undefined;
  const texts = stringsIn(jsonValue(value), 2);
  return texts.find(({ text }) => text === preview || (preview.length >= longPreview && text.startsWith(preview)));
}

/** Previews this long may be only the beginning. */
const longPreview = 100;

/** A text in a JSON value, and the keys that lead to it. */
interface TextAt {
  text: string;
  path: (string | number)[];
}

function stringsIn(value: JsonValue, depth: number, path: (string | number)[] = []): TextAt[] {
  if (value.kind === 'string') return [{ text: jsonString(value), path }];
  if (value.kind !== 'object' || depth === 0) return [];
  return jsonMembers(value, 0, mostArguments).members.flatMap((member) =>
    stringsIn(member.value, depth - 1, [...path, member.key]),
  );
}

/** The bytes that came; fewer than `size` where they were cut. */
export function bytesOfBinary(binary: Binary): Uint8Array<ArrayBuffer> {
  return bytesOfBase64(binary.base64);
}
