import { randomUUID } from 'node:crypto';
import { own } from '../../own.ts';
import { idIn, type Message, readMessage } from './message.ts';

/** A message ready to be sent. */
export interface Outgoing extends Message {
  /** As it is sent. */
  text: string;
  /** The transaction it is: answers name it. Absent where the message says something that is no id. */
  id: string | undefined;
}

/** Gives the message an id if it has none; otherwise it stays as it was written, to the last digit. Throws for no message. */
export function outgoing(written: string): Outgoing {
  const message = readMessage(written);
  if (!message) throw new Error('A message is a JSON object with a type');
  if (own(message.fields, 'id') !== undefined) return { ...message, text: written, id: idIn(message.fields, 'id') };
  const id = randomUUID();
  return { ...message, text: `{${JSON.stringify('id')}:${JSON.stringify(id)},${written.trim().slice(1)}`, id };
}
