import type { Draft } from '../../journal/draft.ts';
import { previewOf, readMessage } from './message.ts';

/** A message on its way out. */
export interface Outgoing {
  mt: string;
  api?: string;
  src?: string;
  /** What goes on the line. */
  text: string;
}

/** Its text. `rest`: JSON text of an object with the other fields, which goes out as it is written. */
export function compose({ mt, api, src }: Omit<Outgoing, 'text'>, rest = '{}'): Outgoing {
  const head = { mt, ...(api !== undefined && { api }), ...(src !== undefined && { src }) };
  const inner = rest.trim().slice(1, -1).trim();
  const text = inner === '' ? JSON.stringify(head) : `${JSON.stringify(head).slice(0, -1)},${inner}}`;
  return { ...head, text };
}

/** The entry of a message that goes out. */
export function draftOf({ mt, text }: Outgoing): Draft & { direction: 'out' } {
  const reading = readMessage(text);
  const preview = reading && { preview: previewOf(reading) };
  return { direction: 'out', kind: mt, args: [text], signature: { state: 'none' }, ...preview };
}
