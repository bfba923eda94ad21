import { describe, expect, it } from 'vitest';
import { isError, objectOf, slotsOf, urnOf, wordsOf } from './answer.ts';

const text = '{"urn":"u-1"}';

describe('the urn of a registration', () => {
  it.each([
    ['JSON text in the error slot', { error: text, data: undefined }],
    ['JSON text in the data slot', { error: undefined, data: text }],
    ['JSON text in the data slot beside null', { error: null, data: text }],
    ['an object in the data slot', { error: undefined, data: { urn: 'u-1' } }],
    ['an object in the error slot', { error: { urn: 'u-1' }, data: undefined }],
    ['the data slot beside an error without one', { error: 'warning', data: { urn: 'u-1' } }],
  ])('is found as %s', (_, answer) => {
    expect(urnOf(answer)).toBe('u-1');
  });

  it.each([
    ['JSON text without a urn', { error: '{"error":"no such channel"}', data: undefined }],
    ['text that is no JSON', { error: 'forbidden', data: undefined }],
    ['an error', { error: { message: 'forbidden' }, data: undefined }],
    ['nothing', { error: undefined, data: undefined }],
    ['an empty urn', { error: '{"urn":""}', data: undefined }],
    ['a urn that is no text', { error: '{"urn":{"a":1}}', data: 7 }],
    ['a urn that is inherited', { error: undefined, data: Object.create({ urn: 'u-1' }) }],
    ['a urn of 1,000 characters', { error: undefined, data: { urn: 'x'.repeat(1000) } }],
    ['a huge text', { error: JSON.stringify({ urn: 'u-1', more: 'x'.repeat(200_000) }), data: undefined }],
  ])('is not found in %s', (_, answer) => {
    expect(urnOf(answer)).toBeUndefined();
  });
});

it('tells an error from an answer in the slot for errors', () => {
  expect(isError({ error: '{"result":[]}', data: undefined })).toBe(false);
  expect(isError({ error: null, data: 1 })).toBe(false);
  expect(isError({ error: 'forbidden', data: undefined })).toBe(true);
  expect(isError({ error: { message: 'forbidden' }, data: undefined })).toBe(true);
  expect(isError({ error: false, data: undefined })).toBe(true);
});

it('keeps both slots, and says what they say', () => {
  expect(slotsOf({ error: 'e', data: undefined })).toEqual(['e']);
  expect(slotsOf({ error: undefined, data: 'd' })).toEqual([undefined, 'd']);
  expect(slotsOf({ error: undefined, data: undefined })).toEqual([]);
  expect(wordsOf({ error: { message: 'forbidden' }, data: undefined })).toBe('forbidden');
  expect(wordsOf({ error: undefined, data: { a: 1 } })).toBe('');
  expect(wordsOf({ error: null, data: 7 })).toBe('7');
  expect(objectOf({ error: '[1]', data: undefined })).toEqual([1]);
});
