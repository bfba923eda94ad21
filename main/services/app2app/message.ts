import { own } from '../../own.ts';

/** `headers`: from and to inside `headers`, the vendor's samples. `flat`: beside the content, the vendor's page. */
export type Dialect = 'headers' | 'flat';

export interface Outgoing {
  from: string;
  to: string;
  content: string | Uint8Array;
  signature?: Uint8Array;
}

/** What can be read of a payload of any shape. `content` and `signature` as they came; text that is no message is all content. */
export interface Reading {
  from?: string;
  to?: string;
  content?: unknown;
  signature?: unknown;
  preview?: string;
}

/** An envelope, PEM or DER, or a message; a message of no known shape has no fields. */
export type Incoming = { sealed: true; envelope: string | Uint8Array } | ({ sealed: false } & Reading);

/** Longer texts are not parsed on arrival: they would hold up the ones behind them. */
const parseLimit = 2_000_000;
const addressLimit = 1000;
const previewLimit = 300;

/** The first argument of `produce`. Bytes become Buffers: only those travel as binary with socket.io-client 2. */
export function buildMessage(dialect: Dialect, { from, to, content, signature }: Outgoing): Record<string, unknown> {
  const body = typeof content === 'string' ? content : Buffer.from(content);
  const sign = signature && { signature: Buffer.from(signature) };
  return dialect === 'flat' ? { from, to, content: body, ...sign } : { headers: { from, to, ...sign }, content: body };
}

/** Reads the first argument of a delivery: object, JSON text, PEM or bytes, in either dialect. Never throws. */
export function readPayload(payload: unknown): Incoming {
  const bytes = bytesOf(payload);
  if (bytes) {
    if (looksLikeDer(bytes)) return { sealed: true, envelope: bytes };
    return readText(Buffer.from(bytes).toString('utf8'));
  }
  return typeof payload === 'string' ? readText(payload) : { sealed: false, ...readMessage(payload) };
}

/** The envelope that a content is, if it is one: PEM or DER, as text or bytes of any form. */
export function envelopeOf(content: unknown): string | Uint8Array | undefined {
  if (typeof content === 'string') return isPem(content) ? content : undefined;
  const bytes = bytesOf(content);
  return bytes && (looksLikeDer(bytes) || isPem(Buffer.from(bytes).toString('latin1', 0, 1000))) ? bytes : undefined;
}

function isPem(text: string): boolean {
  return /^\s*-----BEGIN (PKCS7|CMS|PKCS #7 SIGNED DATA)-----/.test(text.slice(0, 1000));
}

function readText(text: string): Incoming {
  if (isPem(text)) return { sealed: true, envelope: text };
  const message = text.length <= parseLimit && /^\s*\{/.test(text.slice(0, 1000)) ? parse(text) : undefined;
  return {
    sealed: false,
    ...(message === undefined ? { content: text, preview: previewOf(text) } : readMessage(message)),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a message that is already an object; anything else has no fields. */
export function readMessage(message: unknown): Reading {
  const headers = own(message, 'headers');
  const field = (name: string) => own(headers, name) ?? own(message, name);
  const [from, to] = [addressOf(field('from')), addressOf(field('to'))];
  const [content, signature] = [own(message, 'content'), field('signature')];
  const body = typeof content === 'string' ? content : bytesOf(content);
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(isGiven(content) && { content }),
    ...(isGiven(signature) && { signature }),
    ...(body !== undefined && { preview: previewOf(body) }),
  };
}

const isGiven = (value: unknown) => value !== undefined && value !== null;

function addressOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && text !== '' && text.length <= addressLimit ? text : undefined;
}

/** The beginning of a content, or how many bytes it has. */
export function previewOf(content: string | Uint8Array): string {
  if (typeof content === 'string') return content.slice(0, previewLimit);
  return `${content.length} ${content.length === 1 ? 'byte' : 'bytes'}`;
}

/** Text, or bytes of any form as UTF-8: keys and addresses come as either. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const bytes = bytesOf(value);
  return bytes && Buffer.from(bytes).toString('utf8');
}

/** What an answer or an error says: its text, a scalar, or the `message` of an object. None where only JSON would say it. */
export function wordsOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return (textOf(value) ?? textOf(own(value, 'message')))?.slice(0, 1000);
}

/** Bytes, also as JSON made of a Buffer: `{"type":"Buffer","data":[…]}`. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  const data = own(value, 'type') === 'Buffer' ? own(value, 'data') : undefined;
  if (!Array.isArray(data) || !data.every(isByte)) return undefined;
  return Uint8Array.from(data);
}

const isByte = (value: unknown) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255;

/** A SEQUENCE longer than 127 bytes, or of indefinite length, whose first element is an object identifier. */
function looksLikeDer(bytes: Uint8Array): boolean {
  const [tag, length = 0] = bytes;
  if (tag !== 0x30 || length < 0x80 || length > 0x84) return false;
  return bytes[2 + (length & 0x7f)] === 0x06;
}
