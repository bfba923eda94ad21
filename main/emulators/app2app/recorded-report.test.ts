import { expect, it } from 'vitest';
import { reportFor } from './recorded-report.ts';

it.each([
  ['text', ['{"key":"old","timestamp":7}'], 'new', ['{"key":"new","timestamp":7}']],
  ['an object', [{ key: 'old', timestamp: 7 }, 'more'], 'new', [{ key: 'new', timestamp: 7 }, 'more']],
  ['bytes', [{ key: Buffer.from('old') }], 'new', [{ key: Buffer.from('new') }]],
  ['bytes, for a client without a key', [{ key: Buffer.from('old') }], undefined, [{ key: null }]],
  ['the same key', ['{ "key": "old" }'], 'old', ['{ "key": "old" }']],
  ['another key', [{ key: 'other' }], 'new', [{ key: 'other' }]],
  ['what is no report', ['not JSON'], 'new', ['not JSON']],
])('renames the key of a report: %s', (_, args, own, expected) => {
  expect(reportFor(args, 'old', own)).toEqual(expected);
});
