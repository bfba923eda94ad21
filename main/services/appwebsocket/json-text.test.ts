import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compactJson, memberText } from './json-text.ts';

it('takes out spaces and needless escapes, and nothing else', () => {
  const text = ' { "b\\u00fc" : "a \\/ b", "2": 1.50, "1": 12345678901234567890, "l" : [ 1 , "\\n" ] } ';
  expect(compactJson(text)).toBe('{"bü":"a / b","2":1.50,"1":12345678901234567890,"l":[1,"\\n"]}');
});

it('finds a member as it was written', () => {
  const text = '{"mt":"X","info": {"2":1,"1":[{"info":0}],"n":1e400},"z":{"info":5},"k":"a,\\"info\\":1"}';
  expect(memberText(text, 'info')).toBe('{"2":1,"1":[{"info":0}],"n":1e400}');
  expect(memberText(text, 'z')).toBe('{"info":5}');
  expect(memberText(text, 'none')).toBeUndefined();
  expect(memberText('{"a":1,"\\u0061":2}', 'a')).toBe('2');
  expect(memberText('{}', 'a')).toBeUndefined();
  expect(memberText('[{"a":1}]', 'a')).toBeUndefined();
});

it('agrees with the parser about any object', () => {
  const members = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1, maxKeys: 5 });
  fc.assert(
    fc.property(members, fc.nat(4), (object, space) => {
      const text = JSON.stringify(object, null, space);
      expect(compactJson(text)).toBe(JSON.stringify(object));
      for (const [name, value] of Object.entries(object)) {
        expect(JSON.parse(memberText(text, name) ?? 'absent')).toEqual(JSON.parse(JSON.stringify(value)));
      }
    }),
  );
});
