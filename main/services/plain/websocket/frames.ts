import { isUtf8 } from 'node:buffer';
import type { Draft } from '../../../journal/draft.ts';

type Shown = Pick<Draft, 'kind' | 'args' | 'preview' | 'marks'>;

/** As much of a message as its row may need. */
const glance = 500;

/** How a message is recorded; `raw` where it is text that is not UTF-8: its bytes. */
export function shownMessage(data: string | Uint8Array, raw?: Uint8Array): Shown {
  if (typeof data !== 'string') return { kind: 'binary', args: [data], preview: previewOf(data) };
  // JSON that is laid out over lines would show little more than its first bracket.
  const preview = data.slice(0, glance).replace(/\s+/g, ' ').trim();
  if (raw === undefined) return { kind: 'text', args: [data], preview };
  return { kind: 'text', args: [data, raw], preview, marks: ['not UTF-8'] };
}

/** How a ping or a pong is recorded. */
export function shownControl(kind: 'ping' | 'pong', data: Uint8Array): Shown {
  if (data.byteLength === 0) return { kind, args: [], preview: '' };
  return { kind, args: [data], preview: isText(data) ? Buffer.from(data).toString() : previewOf(data) };
}

function previewOf(data: Uint8Array): string {
  const beginning = Buffer.from(data.subarray(0, 32)).toString('hex').replace(/../g, '$& ').trim();
  const size = data.byteLength === 1 ? '1 byte' : `${data.byteLength.toLocaleString('en')} bytes`;
  return data.byteLength === 0 ? 'no bytes' : `${size}: ${beginning}${data.byteLength > 32 ? ' …' : ''}`;
}

/** Text without control characters. */
function isText(data: Uint8Array): boolean {
  return isUtf8(data) && data.every((byte) => byte >= 0x20 && byte !== 0x7f);
}
