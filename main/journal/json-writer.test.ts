import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Path, writeJson } from './json-writer.ts';

const write = (value: unknown) => writeJson(value, () => {});

describe('the writer', () => {
  it('writes what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(write(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('escapes half a surrogate pair, so that it survives UTF-8', () => {
    expect(JSON.parse(write(['\ud83d', { '\ude00': 1 }]))).toEqual(['\ud83d', { '\ude00': 1 }]);
    expect(write('\ud83d')).toBe('"\\ud83d"');
  });

  it('keeps visible what JSON has no word for', () => {
    const values = [undefined, Number.NaN, -Infinity, 12n, function echo() {}, Symbol('s'), { gone: undefined }];
    expect(JSON.parse(write(values))).toEqual([
      '«undefined»',
      '«NaN»',
      '«-Infinity»',
      '«12n»',
      '«function echo»',
      '«Symbol(s)»',
      { gone: '«undefined»' },
    ]);
    expect(write(new Date(0))).toBe('"1970-01-01T00:00:00.000Z"');
  });

  it('ends on a cycle, and writes twice what merely occurs twice', () => {
    const shared = { a: 1 };
    const cycle: Record<string, unknown> = { shared, again: shared };
    cycle.self = cycle;
    expect(write(cycle)).toBe('{"shared":{"a":1},"again":{"a":1},"self":"«cycle»"}');
  });

  it('takes bytes out and says where they stood', () => {
    const found: [Path, number][] = [];
    const value = { list: [1, Buffer.from('ab'), new Uint16Array(3)], raw: new ArrayBuffer(5) };
    expect(writeJson(value, (path, bytes) => found.push([path, bytes.length]))).toBe(
      '{"list":[1,null,null],"raw":null}',
    );
    expect(found).toEqual([
      [['list', 1], 2],
      [['list', 2], 6],
      [['raw'], 5],
    ]);
  });
});
