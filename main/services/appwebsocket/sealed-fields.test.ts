import { expect, it } from 'vitest';
import type { Judgement } from '../service.ts';
import { offersOf, SealedEntries, sealedFieldsOf } from './sealed-fields.ts';

it('finds what looks encrypted, with the seed beside it', () => {
  const long = 'ab'.repeat(10);
  const body = {
    seed: 's',
    short: 'ab',
    odd: 'abc',
    guid: long,
    inner: { data: long, tiny: 'ab', salt: '' },
    list: [{ salt: 't', data: 'FF' }],
  };
  expect(sealedFieldsOf(body)).toEqual([
    { path: 'short', value: 'ab', seed: 's' },
    { path: 'inner.data', value: long, seed: undefined },
    { path: 'list.0.data', value: 'FF', seed: 't' },
  ]);
});

it('offers to open, at once where the seed is known', () => {
  const offers = offersOf(sealedFieldsOf({ mt: 'X', text: 'ab'.repeat(8), inner: { seed: 's', text: 'cd' } }));
  expect(offers.map(({ label, how, input }) => [label, how, input])).toEqual([
    ['Open “text”', 'compose', { data: 'ab'.repeat(8) }],
    ['Open “inner.text”', 'run', { data: 'cd', seed: 's' }],
  ]);
});

it('is bounded', () => {
  const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${index}`, 'ab'.repeat(8)]));
  expect(sealedFieldsOf(wide)).toHaveLength(20);
  expect(offersOf(sealedFieldsOf(wide))).toHaveLength(5);
  const deep = JSON.parse(`${'{"a":'.repeat(5000)}{"x":"${'ab'.repeat(8)}"}${'}'.repeat(5000)}`);
  expect(sealedFieldsOf(deep)).toEqual([]);
});

it('writes to the entry what was opened, one field after the other; forgets the oldest', () => {
  const entries = new SealedEntries();
  const judgements: Judgement[] = [];
  const recorded = { id: 1, step() {}, judged: (judgement: Judgement) => void judgements.push(judgement) };
  entries.seen(sealedFieldsOf({ seed: 's', one: 'aa', two: 'bb' }), recorded);
  entries.opened('aa', 's', 'first');
  entries.opened('bb', 's', 'second');
  entries.opened('cc', 's', 'unknown');
  expect(judgements.map(({ inside }) => inside)).toEqual(['first', 'one: first\ntwo: second']);
  for (let n = 0; n < 500; n++) entries.seen([{ path: 'x', value: String(n), seed: undefined }], recorded);
  entries.opened('aa', 's', 'first');
  expect(judgements).toHaveLength(2);
});
