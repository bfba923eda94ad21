import { z } from 'zod';
import { Refusal } from '../refusal.ts';

// What can be broken on purpose about something sent, to see that the other side refuses it.

const flaws = {
  'wrong-key': { label: 'Sign with another key', mark: 'wrong key' },
  'changed-content': { label: 'Change the content after signing', mark: 'content changed after signing' },
  'no-signature': { label: 'Leave out the signature', mark: 'signature missing' },
  'other-content': { label: 'Sign other content', mark: 'signature of other content' },
  'damaged-envelope': { label: 'Damage the envelope', mark: 'envelope damaged' },
  'wrong-recipient': { label: 'Seal for somebody else', mark: 'sealed for somebody else' },
  'old-time': { label: 'Give it an old time', mark: 'old time' },
} as const;

export type Flaw = keyof typeof flaws;

/** The field of an action that offers these. */
export function flawField(offered: readonly Flaw[]) {
  const values: (Flaw | 'none')[] = ['none', ...offered];
  const labels = Object.fromEntries(offered.map((flaw) => [flaw, flaws[flaw].label]));
  return z
    .enum(values)
    .default('none')
    .meta({
      title: 'Break',
      description: 'To see that the other side refuses it. The entry is marked with what was broken.',
      labels: { none: 'Nothing', ...labels },
      section: 'Break it on purpose',
    });
}

/** What the entry is marked with. */
export function flawMarks(flaw: Flaw | 'none'): string[] {
  return flaw === 'none' ? [] : [`broken on purpose: ${flaws[flaw].mark}`];
}

/** For a flaw in what there is not. */
export function unbreakable(flaw: Flaw, why: string, hint: string): Refusal {
  const text = `“${flaws[flaw].label}” cannot be done: ${why}`;
  return new Refusal({ code: 'settings', text, hint }, { retry: false });
}

/** When something sent now says it was sent. */
export function sentAt(flaw: Flaw | 'none'): Date {
  const year = 365 * 24 * 3600 * 1000;
  return new Date(Date.now() - (flaw === 'old-time' ? year : 0));
}

/** The same with its last bit flipped. Text stays text: only the last byte of its last character is touched. */
export function flipLastBit<Content extends string | Uint8Array>(content: Content): Content;
export function flipLastBit(content: string | Uint8Array): string | Uint8Array {
  const bytes = Buffer.from(content);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return typeof content === 'string' ? bytes.toString('utf8') : bytes;
}
