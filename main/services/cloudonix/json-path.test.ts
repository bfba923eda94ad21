import { expect, it } from 'vitest';
import { parsePath, readPath } from './json-path.ts';

it.each([
  ['access_token', ['access_token']],
  ['a.b[0].c', ['a', 'b', 0, 'c']],
  ['$.a-b["x.y"][12]', ['a-b', 'x.y', 12]],
  ['[0]', [0]],
  ['$', []],
  ['["quo\\"te"]', ['quo"te']],
])('reads the path %s', (text, path) => {
  expect(parsePath(text)).toEqual(path);
});

it.each(['a[', 'a]', 'a..b', '[x]', 'a."b"', '["\\x"'])('finds no path in %s', (text) => {
  expect(parsePath(text)).toBeUndefined();
});

it('finds what stands there, and nothing that is inherited', () => {
  const value = JSON.parse('{"a":{"b":[{"c":"found"}]},"__proto__":{"own":1}}');
  expect(readPath(value, ['a', 'b', 0, 'c'])).toBe('found');
  expect(readPath(value, ['__proto__', 'own'])).toBe(1);
  for (const path of [
    ['a', 'x'],
    ['a', 'b', 1, 'c'],
    ['toString'],
    ['a', 'b', 'length', 'x'],
    ['constructor', 'name'],
  ]) {
    expect(readPath(value, path)).toBeUndefined();
  }
});
