import { expect, it } from 'vitest';
import { own } from './own.ts';

it('reads what stands in the value itself, and nothing else', () => {
  expect(own({ a: 1 }, 'a')).toBe(1);
  expect(own(JSON.parse('{"__proto__":{"a":1}}'), 'a')).toBeUndefined();
  expect(own(Object.create({ a: 1 }), 'a')).toBeUndefined();
  expect(own({ a: 1 }, 'constructor')).toBeUndefined();
  expect(own(['x'], '0')).toBe('x');
});

it('runs no getter', () => {
  const ran: string[] = [];
  const value = Object.defineProperty({}, 'a', { get: () => ran.push('a') });
  expect(own(value, 'a')).toBeUndefined();
  expect(ran).toEqual([]);
});

it.each([undefined, null, 'text', 1])('has nothing to read in %s', (value) => {
  expect(own(value, 'length')).toBeUndefined();
});
