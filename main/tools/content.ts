import { z } from 'zod';
import { type Content, content } from '../../preload/contract/index.ts';
import { bytesOfText } from '../crypto/byte-text.ts';
import { Problem } from '../problem.ts';

/** Bytes of one content: what is larger belongs into a program. */
const limit = 32 * 1024 * 1024;

const withinLimit = content.refine(
  (value) => (value.as === 'binary' ? value.base64 : value.text).length <= limit * 1.34,
  'This is more than 32 MB',
);

/** What a tool works on: text, JSON or bytes. Give it a title with `.meta({ title, kind: 'content' })`. */
export const plainContent = withinLimit;

/** Something encrypted: as bytes, or written in hex or base64. Meta as of {@link sealedMeta}. */
export const sealedContent = withinLimit;

export function sealedMeta(title: string) {
  const forms: Content['as'][] = ['text', 'binary'];
  return { title, kind: 'content' as const, forms, description: 'In base64 or hex, or as a file.' };
}

/** A key, an IV or the like, written in hex or base64. */
export const writtenBytes = z.string().trim().max(10_000);

/** The bytes of a content, text in UTF-8 as it is written. */
export function bytesOf(value: Content): Uint8Array {
  return value.as === 'binary' ? Buffer.from(value.base64, 'base64') : Buffer.from(value.text, 'utf8');
}

/** The text that it is, or its bytes. */
export function textOrBytes(value: Content): string | Uint8Array {
  return value.as === 'binary' ? bytesOf(value) : value.text;
}

/** The bytes of what is written in hex or base64. Throws a {@link Problem} at that field where it is neither. */
export function sealedBytes(value: Content, field: string): Uint8Array {
  return value.as === 'binary' ? bytesOf(value) : bytesOfWritten(value.text, field);
}

/** As {@link sealedBytes}, of a plain field; none where it is empty. */
export function bytesOfWritten(text: string, field: string): Uint8Array {
  if (text.trim() === '') return new Uint8Array();
  const written = bytesOfText(text);
  if (!written) throw fieldProblem(field, 'This is neither hex nor base64');
  return written.bytes;
}

export function fieldProblem(field: string, text: string): Problem {
  return new Problem('invalid-input', `${text}.`, { fields: { [field]: text } });
}

export const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
