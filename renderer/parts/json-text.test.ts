import { describe, expect, it } from 'vitest';
import { formatJson, isJsonTree, jsonMembers, jsonString, jsonValue } from './json-text.ts';

function membersOf(text: string): [string | number, string][] {
  return jsonMembers(jsonValue(text), 0, 100).members.map(({ key, value }) => [
    key,
    text.slice(value.start, value.end),
  ]);
}

describe('JSON in place', () => {
  it('finds the members of an object and of an array', () => {
    expect(membersOf(' { "a" : [1, {"b":2}] , "c":"x,}]" ,"d":null} ')).toEqual([
      ['a', '[1, {"b":2}]'],
      ['c', '"x,}]"'],
      ['d', 'null'],
    ]);
    expect(membersOf('[true,-1.5e3,"\\"]"]')).toEqual([
      [0, 'true'],
      [1, '-1.5e3'],
      [2, '"\\"]"'],
    ]);
    expect(membersOf('[]')).toEqual([]);
  });

  it('keeps numbers that no double can hold', () => {
    expect(membersOf('[12345678901234567890.000000001]')).toEqual([[0, '12345678901234567890.000000001']]);
  });

  it('keeps keys that mean something elsewhere, and doubles', () => {
    expect(membersOf('{"__proto__":1,"a":2,"a":3}')).toEqual([
      ['__proto__', '1'],
      ['a', '2'],
      ['a', '3'],
    ]);
  });

  it('gives a part of the members and says that more follow', () => {
    const many = jsonValue(JSON.stringify(Array.from({ length: 250 }, (_, index) => index)));
    const part = jsonMembers(many, 100, 100);
    expect(part.members.map(({ key }) => key).at(0)).toBe(100);
    expect(part).toMatchObject({ more: true, members: { length: 100 } });
    expect(jsonMembers(many, 200, 100)).toMatchObject({ more: false, members: { length: 50 } });
  });

  it('walks text that was cut anywhere', () => {
    const whole = '{"a":["x\\u00e9",{"b":true}],"c":12}';
    for (let length = 1; length < whole.length; length += 1) {
      for (const { value } of jsonMembers(jsonValue(whole.slice(0, length)), 0, 100).members) {
        expect(value.end).toBeLessThanOrEqual(length);
        if (value.kind === 'string') expect(typeof jsonString(value)).toBe('string');
      }
    }
  });

  it('goes down 100,000 levels', () => {
    let value = jsonValue('['.repeat(100_000) + ']'.repeat(100_000));
    for (let level = 0; level < 3; level += 1) value = jsonMembers(value, 0, 1).members[0]?.value ?? value;
    expect(value).toMatchObject({ kind: 'array', start: 3, end: 199_997 });
  });

  it('tells JSON from text', () => {
    expect(isJsonTree('{"a":1}', false)).toBe(true);
    expect(isJsonTree('{"a":', false)).toBe(false);
    expect(isJsonTree('{"a":', true)).toBe(true);
    expect(isJsonTree('12', false)).toBe(false);
  });

  it('formats without touching a value', () => {
    expect(formatJson('{"a":1.10,"b":[],"c":[{"d":"x, y"}],"e":{}}')).toBe(
      '{\n  "a": 1.10,\n  "b": [],\n  "c": [\n    {\n      "d": "x, y"\n    }\n  ],\n  "e": {}\n}',
    );
  });
});
