import type { Content, Entry } from '../../preload/contract/index.ts';
import { base64OfBytes } from './bytes.ts';
import { bytesOfBinary, messageOf } from './entry-message.ts';
import { type JsonValue, jsonMembers, jsonString, jsonValue } from './json-text.ts';

/** What is laid on a tool of the workbench: values of some of its fields. */
export interface ToolInput {
  /** Id of the tool. */
  tool: string;
  input: Record<string, Content>;
}

/** An envelope or something signed (CMS) goes to be opened, wherever it stands in an entry; else the message to be inspected. */
export function workbenchInput(entry: Entry): ToolInput {
  const envelope = envelopeIn(entry);
  if (envelope) return { tool: 'open', input: { envelope } };
  const { value } = messageOf(entry);
  return { tool: 'inspect', input: { content: contentOf(value) } };
}

function envelopeIn({ payload: { args, binaries } }: Entry): Content | undefined {
  const bytes = binaries.map(bytesOfBinary).find(isEnvelope);
  if (bytes) return contentOf(bytes);
  const text = envelopeText(jsonValue(args), 6);
  return text === undefined ? undefined : contentOf(text);
}

const contentOf = (value: string | Uint8Array): Content =>
  typeof value === 'string' ? { as: 'text', text: value } : { as: 'binary', base64: base64OfBytes(value) };

const mostMembers = 100;

/** Texts may be JSON themselves. */
function envelopeText(value: JsonValue, depth: number): string | undefined {
  if (depth === 0) return undefined;
  if (value.kind === 'string') {
    const text = jsonString(value);
    if (isEnvelopeText(text)) return text;
    return /^\s*[[{]/.test(text) ? envelopeText(jsonValue(text), depth - 1) : undefined;
  }
  for (const member of jsonMembers(value, 0, mostMembers).members) {
    const found = envelopeText(member.value, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** PEM, S/MIME, or the base64 of a SEQUENCE that begins with an object identifier of PKCS#7. */
function isEnvelopeText(text: string): boolean {
  const beginning = text.slice(0, 1000);
  return (
    /^\s*-----BEGIN (PKCS7|CMS|PKCS #7 SIGNED DATA)-----/.test(beginning) ||
    /^[\w-]+:[\s\S]*application\/(x-)?pkcs7-/i.test(beginning) ||
    /^\s*(MII.{3}YJKoZIhvcNAQc|MIAGCSqGSIb3DQEH)/.test(beginning)
  );
}

/** PEM, or a SEQUENCE longer than 127 bytes, or of indefinite length, that begins with an object identifier. */
function isEnvelope(bytes: Uint8Array): boolean {
  const [tag, length = 0] = bytes;
  if (tag === 0x30 && length >= 0x80 && length <= 0x84) return bytes[2 + (length & 0x7f)] === 0x06;
  return isEnvelopeText(String.fromCharCode(...bytes.subarray(0, 100)));
}
