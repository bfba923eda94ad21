import { describe, expect, it } from 'vitest';
import { keysIn, textOf, valuesAt } from './payload-values.ts';

const texts = (args: unknown[], inside: string | null = null) => [JSON.stringify(args), inside];

describe('the values at a path', () => {
  it('are looked for in every argument and in what was opened', () => {
    const found = texts(['data', { x: 1 }, { x: [{ y: 2 }] }], '{"x":3}');
    expect(valuesAt(found, ['x'])).toEqual([1, [{ y: 2 }], 3]);
    expect(valuesAt(found, ['x', 0, 'y'])).toEqual([2]);
    expect(valuesAt(found, [1, 'x'])).toEqual([1]);
    expect(valuesAt(found, [0])).toEqual(['data']);
  });

  it('are found through texts that hold JSON', () => {
    const body = JSON.stringify({ x: JSON.stringify([{ y: null }]) });
    expect(valuesAt(texts([body]), ['x', 0, 'y'])).toEqual([null]);
    expect(valuesAt(texts(['{"x":', 'x']), ['x'])).toEqual([]);
  });

  it('are own properties', () => {
    const args = '[{"__proto__":{"x":1}},[1,2],"text"]';
    expect(valuesAt([args, null], ['__proto__', 'x'])).toEqual([1]);
    for (const step of ['constructor', 'toString', 'length']) expect(valuesAt([args, null], [step])).toEqual([]);
  });

  it('are read however deep they stand, and written as far as the stack goes', () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    expect(
      valuesAt(
        [`[${deep}]`, null],
        Array.from({ length: 100_000 }, () => 'a'),
      ),
    ).toEqual([1]);
    expect(textOf(JSON.parse(deep))).toBe('');
  });
});

describe('the keys of an entry', () => {
  it('are its arguments that are texts, and what objects call their key or id', () => {
    const args = ['k1', { key: 'k2', id: 3, other: 'no' }, '{"messageId":"k4"}', [5], true];
    expect(keysIn(texts(args, '{"message-id":"k6"}'))).toEqual(expect.arrayContaining(['k1', 'k2', '3', 'k4', 'k6']));
    expect(keysIn(texts(args))).not.toContain('no');
  });
});
