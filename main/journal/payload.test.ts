import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, cutPreview, decodePayload, encodePayload, previewOf } from './payload.ts';

const bytes = fc.uint8Array({ maxLength: 20 });
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'medium' },
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.boolean(),
    fc.constant(null),
    bytes,
    fc.array(tie('any'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), tie('any'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).any;

function nested(depth: number, core: unknown): unknown {
  let outer = core;
  for (let level = 0; level < depth; level++) outer = level % 2 ? { a: outer } : [outer];
  return outer;
}

describe('a payload', () => {
  it('comes back as it was, bytes at any place included', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), (args) => {
        const { text, binaries } = encodePayload(args);
        expect(decodePayload(text, binaries)).toEqual(args);
      }),
    );
  });

  it('keeps a key named __proto__ without letting it act', () => {
    const hostile = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":1}}');
    const { text, binaries } = encodePayload([hostile, { ['__proto__']: new Uint8Array([7]) }]);
    const [first, second] = decodePayload(text, binaries) as Record<string, unknown>[];
    expect(JSON.stringify(first)).toBe('{"__proto__":{"polluted":true},"constructor":{"prototype":1}}');
    expect(Object.keys(second ?? {})).toEqual(['__proto__']);
    expect(Object.getOwnPropertyDescriptor(second, '__proto__')?.value).toEqual(new Uint8Array([7]));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('takes JSON 200,000 levels deep, with bytes at the bottom', () => {
    const { text, binaries } = encodePayload([nested(200_000, new Uint8Array([1, 2]))]);
    expect(text).toHaveLength(2 + 100_000 * 2 + 100_000 * 6 + 4);
    const core = JSON.parse(binaries[0]?.path ?? '[]');
    expect(core).toHaveLength(200_001);
    let found: unknown = decodePayload(text, binaries);
    for (const step of core) found = (found as Record<string, unknown>)[step];
    expect(found).toEqual(new Uint8Array([1, 2]));
  });

  it('keeps what was given, not what the caller makes of it later', () => {
    const buffer = Buffer.from('before');
    const message = { text: 'before', buffer };
    const { text, binaries } = encodePayload([message]);
    buffer.write('after!');
    message.text = 'after';
    expect(decodePayload(text, binaries)).toEqual([{ text: 'before', buffer: new Uint8Array(Buffer.from('before')) }]);
  });

  it('counts bytes: text in UTF-8, and binary', () => {
    expect(encodePayload(['é', new Uint8Array(10)]).size).toBe('["",null]'.length + 2 + 10);
  });
});

describe('a preview', () => {
  it('is a lone text as it is, and otherwise JSON', () => {
    const preview = (...args: unknown[]) => previewOf(args, encodePayload(args));
    expect(preview('say "hi"')).toBe('say "hi"');
    expect(preview({ a: 1 }, 'key')).toBe('{"a":1},"key"');
    expect(preview()).toBe('');
  });

  it('says how many bytes there are', () => {
    const preview = (...args: unknown[]) => previewOf(args, encodePayload(args));
    const bytes = Buffer.from([0, 1, 255]);
    expect(preview(bytes)).toBe('3 B');
    expect(preview(42, { a: [1] }, bytes, null)).toBe('42,{"a":[1]},3 B,null');
    expect(preview({ inside: bytes }, 1)).toBe('{"inside":null},1');
    expect(preview(bytes, 'x'.repeat(1000), bytes)).toHaveLength(240);
  });

  it('ends at a whole character and keeps control and bidirectional ones', () => {
    const face = '\u{1f600}';
    expect(cut(`a${face}`, 2)).toBe('a');
    expect(cutPreview(`${'a'.repeat(239)}${face}`)).toBe('a'.repeat(239));
    expect(cutPreview('a\u0007\u202eb')).toBe('a\u0007\u202eb');
  });
});
