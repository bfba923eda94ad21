import { expect, it } from 'vitest';
import { answerFor, isAnswer } from './recorded-answer.ts';

it.each([
  ['{"type":"ack","id":"old","reply-to":"old"}', 'new', '{"type":"ack","id":"new","reply-to":"new"}'],
  ['{"type":"delivery","message-id":"old"}', 'new', '{"type":"delivery","message-id":"new"}'],
  ['{"type":"ack","id":"old","status":true}', undefined, '{"type":"ack","status":true}'],
  ['{ "type": "ack", "message-id": "m-1" }', 'new', '{ "type": "ack", "message-id": "m-1" }'],
  ['{ "type": "ack", "id": "old" }', 'old', '{ "type": "ack", "id": "old" }'],
  ['no JSON', 'new', 'no JSON'],
])('makes %s out to %s', (text, id, expected) => {
  expect(answerFor(text, 'old', id)).toBe(expected);
});

it('tells answers from what comes unasked', () => {
  const texts = [
    '{"type":"ack"}',
    '{"type":"delivery"}',
    '{"type":"invitation","reply-to":"x"}',
    '{"type":"typing"}',
    'no',
  ];
  expect(texts.map(isAnswer)).toEqual([true, true, true, false, false]);
});
