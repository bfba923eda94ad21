import type { Choice, TextField } from './tree.ts';

/** A name that the filter language has taken. `note` says what it is, for whoever chooses among them. */
export type Field = { name: string; note: string } & (
  | { type: 'text'; field: TextField; words?: Words }
  | { type: 'choice'; field: Choice['field']; words: Words }
  | { type: 'amount'; field: 'size' | 'took' }
  | { type: 'at' }
);

/** Values by which a field is asked for, each with what it means. */
export type Words = readonly { text: string; note: string }[];

const directions = words({ in: 'received', out: 'sent', note: 'about the connection' });
const states = words({
  waiting: 'an answer is expected',
  failed: 'an error, or a step that failed',
  ok: 'answered well',
});
const verdicts = words({
  opened: 'was sealed and could be read',
  locked: 'a key is missing',
  broken: 'sealed, and damaged',
  pending: 'not looked at yet',
  verified: 'the signature holds',
  wrong: 'the signature does not hold',
  unsigned: 'there is no signature',
  unknown: 'the signer is not known',
});
const natures = words({ marked: 'has a bookmark', binary: 'holds bytes', manual: 'was sent by hand' });
const possessions = words({
  links: 'refers to something elsewhere',
  offers: 'can be answered',
  comment: 'you wrote one',
});

/** In the order in which they are offered. */
export const fields: readonly Field[] = [
  { name: 'kind', note: "the event's name", type: 'text', field: 'kind' },
  { name: 'from', note: 'who sent it', type: 'text', field: 'from' },
  { name: 'to', note: 'who or which channel it was for', type: 'text', field: 'to' },
  { name: 'channel', note: 'the same as to', type: 'text', field: 'to' },
  { name: 'direction', note: 'received, sent, or a note', type: 'choice', field: 'direction', words: directions },
  { name: 'connection', note: "the profile's name", type: 'text', field: 'connection' },
  { name: 'status', note: 'what became of it', type: 'text', field: 'status', words: states },
  {
    name: 'verdict',
    note: 'opened, and whether the signature holds',
    type: 'choice',
    field: 'verdict',
    words: verdicts,
  },
  { name: 'size', note: 'bytes: 500, 1.5k, 2m', type: 'amount', field: 'size' },
  { name: 'took', note: 'until the last step: 200ms, 1.5s, 2m', type: 'amount', field: 'took' },
  { name: 'at', note: '10:42, 2026-11-28, 2026-11-28T10:42, -5m', type: 'at' },
  { name: 'key', note: 'its key or id', type: 'text', field: 'key' },
  { name: 'exchange', note: 'what belongs together', type: 'text', field: 'exchange' },
  { name: 'mark', note: 'such as duplicate', type: 'text', field: 'mark' },
  { name: 'comment', note: 'what you wrote beside it', type: 'text', field: 'comment' },
  { name: 'is', note: 'marked, binary, manual', type: 'choice', field: 'is', words: natures },
  { name: 'has', note: 'links, offers, comment, or a path', type: 'choice', field: 'has', words: possessions },
];

const byName = new Map(fields.map((field) => [field.name, field]));

export function fieldNamed(name: string): Field | undefined {
  return byName.get(name.toLowerCase());
}

/** Whether a name that stands alone means a field, not a key in the payload. */
export function isTaken(name: string): boolean {
  return byName.has(name.toLowerCase());
}

function words(notes: Record<string, string>): Words {
  return Object.entries(notes).map(([text, note]) => ({ text, note }));
}
