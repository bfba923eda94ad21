import { expect, it } from 'vitest';
import { pack, unpack } from './parcel.ts';
import { recordEntry, recordRevision } from './record.ts';

const bytes = new Uint8Array([1, 2, 3]);
const poor = recordEntry(1, 1.5, 'p', { direction: 'in', kind: 'message', args: [] });
const rich = recordEntry(2, 2.5, 'q', {
  direction: 'out',
  kind: 'produce',
  tone: 'bad',
  args: ['text', bytes],
  from: 'a',
  to: 'b',
  exchange: 'e',
  preview: 'p',
  marks: ['duplicate'],
  waiting: true,
  opened: { state: 'pending' },
  signature: { state: 'unsigned' },
  offers: [{ label: 'Answer', action: 'send', input: {}, how: 'run' }],
  links: [{ label: 'File', url: 'https://example.org' }],
  resend: { action: 'send', input: {} },
});
const revision = recordRevision(1, { waiting: false });

it('brings every value of every entry, and revisions behind them', () => {
  const travelled = structuredClone(pack([poor, revision, rich]));
  expect(unpack(travelled)).toEqual([poor, rich, revision]);
});

it('carries no column that is null all the way down', () => {
  expect(pack([poor]).seldom).toEqual({});
  expect(Object.keys(pack([poor, rich]).seldom)).toHaveLength(10);
});

it('carries nothing', () => {
  expect(unpack(pack([]))).toEqual([]);
});
