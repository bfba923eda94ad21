import { type Path, writeJson } from './json-writer.ts';

/** All arguments of an entry, as they are kept. */
export interface EncodedPayload {
  /** JSON text of the array of arguments, `null` where bytes stood. */
  text: string;
  /** A copy of the bytes, each in a buffer of its own; `path` is JSON text. */
  binaries: EncodedBinary[];
  /** Bytes in all: the text in UTF-8, and the binaries. */
  size: number;
}

export interface EncodedBinary {
  path: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Beyond this depth the built-in writer could run out of stack. */
const shallow = 200;
const previewLength = 240;

/** Keeps arguments as they are now; the caller may reuse the objects afterwards. Values that JSON lacks: see {@link writeJson}. */
export function encodePayload(args: readonly unknown[]): EncodedPayload {
  const binaries: EncodedBinary[] = [];
  const text = isPlain(args, 0)
    ? JSON.stringify(args)
    : writeJson(args, (path, bytes) => binaries.push({ path: JSON.stringify(path), bytes: new Uint8Array(bytes) }));
  const size = binaries.reduce((sum, { bytes }) => sum + bytes.length, Buffer.byteLength(text));
  return { text, binaries, size };
}

/** JSON text of a value without bytes, at any depth. */
export function encodeJson(value: unknown): string {
  return isPlain(value, 0) ? JSON.stringify(value) : writeJson(value, () => {});
}

/** Puts the bytes back where they stood. */
export function decodePayload(text: string, binaries: readonly { path: string; bytes: Uint8Array }[]): unknown[] {
  const args = JSON.parse(text) as unknown[];
  for (const { path, bytes } of binaries) place(args, JSON.parse(path) as Path, bytes);
  return args;
}

/** The beginning of the arguments: a lone text as it is, bytes by their number, anything else as JSON. */
export function previewOf(args: readonly unknown[], { text, binaries }: EncodedPayload): string {
  const [only] = args;
  if (args.length === 1 && typeof only === 'string') return cutPreview(only);
  const sizes = new Map(binaries.map(({ path, bytes }) => [path, bytes.length]));
  if (!args.some((_, index) => sizes.has(`[${index}]`))) return cutPreview(text.slice(1, -1));
  let preview = '';
  for (let index = 0; index < args.length && preview.length < previewLength; index++) {
    const size = sizes.get(`[${index}]`);
    preview += `${index === 0 ? '' : ','}${size === undefined ? encodeJson(args[index]) : `${size} B`}`;
  }
  return cutPreview(preview);
}

export function cutPreview(preview: string): string {
  return cut(preview, previewLength).toWellFormed();
}

/** A text in parts of at most `length` UTF-16 units, none of which ends within a character. */
export function partsOf(text: string, length: number): string[] {
  if (text.length <= length) return [text];
  const parts: string[] = [];
  for (let start = 0; start < text.length; ) {
    const ends = isHalf(text, start + length) ? start + length - 1 : start + length;
    parts.push(text.slice(start, ends));
    start = ends;
  }
  return parts;
}

/** At most `limit` UTF-16 units, and no half of a character at the end. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : text.slice(0, isHalf(text, limit) ? limit - 1 : limit);
}

/** Whether a text that ends there ends within a character. */
function isHalf(text: string, end: number): boolean {
  const last = text.charCodeAt(end - 1);
  return end < text.length && last >= 0xd800 && last <= 0xdbff;
}

/** Whether `JSON.stringify` keeps all of it. Stops at the first value or depth that it would not keep. */
function isPlain(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (depth > shallow) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) if (!isPlain(value[index], depth + 1)) return false;
    return true;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const key of Object.keys(value)) if (!isPlain((value as Record<string, unknown>)[key], depth + 1)) return false;
  return true;
}

/** Walks own properties only: a key named `__proto__` is a key like any other. */
function place(args: unknown[], path: Path, bytes: Uint8Array): void {
  let container: object = args;
  for (const step of path.slice(0, -1)) {
    const next: unknown = Object.getOwnPropertyDescriptor(container, step)?.value;
    if (typeof next !== 'object' || next === null) return;
    container = next;
  }
  const last = path.at(-1);
  if (last === undefined) return;
  Object.defineProperty(container, last, { value: bytes, writable: true, enumerable: true, configurable: true });
}
