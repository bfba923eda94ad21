import { describe, expect, it } from 'vitest';
import type { Argument } from '../../preload/contract/index.ts';
import { argument, argumentForms, argumentValue, content, isJsonObject } from './argument.ts';

describe('an argument', () => {
  const cases: [Argument, unknown][] = [
    [{ as: 'text', text: '1' }, '1'],
    [{ as: 'json', text: '{"a":[1,null]}' }, { a: [1, null] }],
    [{ as: 'number', number: 1.5 }, 1.5],
    [{ as: 'boolean', boolean: false }, false],
    [{ as: 'binary', base64: 'AP8=' }, Buffer.of(0, 255)],
  ];

  it.each(cases)('%j is sent as what it stands for', (given, value) => {
    expect(argumentValue(argument.parse(given))).toEqual(value);
  });

  it('comes in every form', () => {
    expect(cases.map(([{ as }]) => as)).toEqual(argumentForms);
  });

  it.each([content, argument])('must be JSON where it says so', (schema) => {
    const { error } = schema.safeParse({ as: 'json', text: '{' });
    expect(error?.issues[0]?.message).toBe('This is not JSON');
  });
});

it('tells objects from other JSON', () => {
  expect(['{}', ' {"a":1}', '[]', 'null', '"{}"', '{'].map(isJsonObject)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
