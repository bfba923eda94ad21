import { describe, expect, it } from 'vitest';
import { readFrame } from './frame.ts';

describe('a frame', () => {
  it.each([
    ['o', { says: 'open' }],
    ['h', { says: 'heartbeat' }],
    ['h'.repeat(2048), { says: 'filler' }],
    ['a[]', { says: 'messages', texts: [] }],
    ['a["one","{\\"two\\":2}",""]', { says: 'messages', texts: ['one', '{"two":2}', ''] }],
    ['a["\\ud800\\u202e"]', { says: 'messages', texts: ['\ud800\u202e'] }],
    ['m"one"', { says: 'messages', texts: ['one'] }],
    ['c[3001,"bye"]', { says: 'closed', code: 3001, words: 'bye' }],
    ['c["3001",""]', { says: 'closed', code: 3001, words: '' }],
  ])('%#: says what it says', (frame, said) => {
    expect(readFrame(frame)).toEqual(said);
  });

  it.each([
    ...['', 'x', 'hello', 'oh', 'a', 'a[', 'a{}', 'a"text"', 'a[1]', 'a["good",{"bad":1}]', 'm{}', 'm[', 'null', '[]'],
    ...['c', 'c[]', 'c[3000]', 'c[3000,"a","b"]', 'c{}', 'c[null,"x"]', 'c[1.5,"x"]', 'c[3000,null]', 'A["x"]', ' o'],
    `a${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    'a[{"__proto__":{"polluted":1}}]',
  ])('%#: is kept whole where it says nothing', (frame) => {
    expect(readFrame(frame)).toEqual({ says: 'nothing', text: frame, oddity: { why: 'not a SockJS frame' } });
  });

  it('is kept as bytes where it came as such', () => {
    const bytes = Buffer.from('a["x"]');
    expect(readFrame(bytes)).toEqual({ says: 'nothing', text: 'a["x"]', oddity: { why: 'binary', bytes } });
  });
});
