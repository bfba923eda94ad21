import fc from 'fast-check';
import { expect, it } from 'vitest';
import { previewOf, readMessage } from './message.ts';

const read = (message: object) => readMessage(JSON.stringify(message));

it('reads what a message is', () => {
  expect(read({ mt: 'X', api: 'A', src: 7, more: 'token' })).toMatchObject({
    mt: 'X',
    api: 'A',
    src: '7',
    more: 'token',
  });
  expect(['', 'x', '[]', 'null', '{}', '{"mt":1}', `{"mt":"${'x'.repeat(201)}"}`].map(readMessage)).toEqual(
    Array(7).fill(undefined),
  );
});

it('tells errors in the sender’s words', () => {
  const errorOf = (message: object) => read(message)?.error;
  expect(errorOf({ mt: 'XResult', error: 0 })).toBeUndefined();
  expect(errorOf({ mt: 'XResult', error: false, ok: false })).toBeUndefined();
  expect(errorOf({ mt: 'XResult', error: 4, errorText: 'No' })).toBe('No · 4');
  expect(errorOf({ mt: 'XResult', error: { deep: 1 } })).toBe('no reason given');
  expect(errorOf({ mt: 'AppLoginResult' })).toBe('no reason given');
  expect(errorOf({ mt: 'AppLoginResult', ok: true })).toBeUndefined();
  expect(errorOf({ mt: 'Error' })).toBe('no reason given');
});

it('previews the fields beside its type', () => {
  const reading = read({ mt: 'X', api: 'Chat', src: 1, text: 'hello', list: [1], object: { a: 1 }, no: null });
  expect(reading && previewOf(reading)).toBe('Chat · text: hello, list: [1], object: {a: 1}, no: null');
  const update = read({ mt: 'X', list: [{ who: 'erika', deep: [1, 2] }, 2, 3, 4], object: { deep: { a: { b: 1 } } } });
  expect(update && previewOf(update)).toBe(
    'list: [{who: erika, deep: 2 items}, 2, 3, … 4 items], object: {deep: {a: {b}}}',
  );
});

it('never throws', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.dictionary(fc.string(), fc.jsonValue()).map((each) => JSON.stringify({ ...each, mt: 'X' })),
      ),
      (text) => {
        const reading = readMessage(text);
        if (reading) previewOf(reading);
      },
    ),
  );
});
