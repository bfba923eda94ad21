import { describe, expect, it } from 'vitest';
import { buildMessage, bytesOf, readPayload, textOf } from './message.ts';

const nested = { headers: { from: 'kld://a', to: 'kld://b', signature: 'sig' }, content: 'hello' };
const flat = { from: 'kld://a', to: 'kld://b', content: 'hello', signature: 'sig' };
const read = { sealed: false, from: 'kld://a', to: 'kld://b', content: 'hello', signature: 'sig', preview: 'hello' };
const pem = '-----BEGIN PKCS7-----\r\nMIIB\r\n-----END PKCS7-----\r\n';

describe('buildMessage', () => {
  const signature = Uint8Array.of(1, 2);
  it('nests from, to and signature in the headers dialect', () => {
    expect(buildMessage('headers', { from: 'a', to: 'b', content: 'x', signature })).toEqual({
      headers: { from: 'a', to: 'b', signature: Buffer.of(1, 2) },
      content: 'x',
    });
  });
  it('puts all side by side in the flat dialect, bytes as Buffers', () => {
    const message = buildMessage('flat', { from: 'a', to: 'b', content: Uint8Array.of(3) });
    expect(message).toEqual({ from: 'a', to: 'b', content: Buffer.of(3) });
    expect(Buffer.isBuffer(message.content)).toBe(true);
  });
});

describe('readPayload', () => {
  it.each([
    ['a nested object', nested],
    ['a flat object', flat],
    ['nested JSON', JSON.stringify(nested)],
    ['flat JSON', ` ${JSON.stringify(flat)}`],
    ['JSON as bytes', Buffer.from(JSON.stringify(nested))],
  ])('reads %s', (_, payload) => expect(readPayload(payload)).toEqual(read));

  it.each([
    ['PEM', pem, pem],
    ['PEM as bytes', Buffer.from(pem), pem],
    ['PEM labelled CMS', pem.replaceAll('PKCS7', 'CMS'), pem.replaceAll('PKCS7', 'CMS')],
    ['DER', Buffer.from('308201000609', 'hex'), Buffer.from('308201000609', 'hex')],
  ])('knows an envelope: %s', (_, payload, envelope) =>
    expect(readPayload(payload)).toEqual({ sealed: true, envelope }),
  );

  it('takes text that is no message as content', () => {
    expect(readPayload('{oops')).toEqual({ sealed: false, content: '{oops', preview: '{oops' });
  });

  it.each([[undefined], [null], [42], [true], [[]], [{}], [{ headers: null }], [{ headers: [], content: null }]])(
    'has no fields for %j',
    (payload) => expect(readPayload(payload)).toEqual({ sealed: false }),
  );

  it('says how many bytes a binary content has, as a Buffer and as its JSON', () => {
    const content = Buffer.from('abc');
    expect(readPayload({ content })).toMatchObject({ preview: '3 bytes' });
    expect(readPayload(JSON.stringify({ content }))).toMatchObject({ preview: '3 bytes' });
  });
});

describe('hostile payloads', () => {
  it('are not touched by __proto__', () => {
    const payload = JSON.parse('{"__proto__":{"headers":{"from":"evil"}},"constructor":{"prototype":{"from":"evil"}}}');
    expect(readPayload(payload)).toEqual({ sealed: false });
    expect(readPayload(Object.create({ from: 'evil' }))).toEqual({ sealed: false });
    expect(({} as { from?: string }).from).toBeUndefined();
  });

  it('run no getter', () => {
    let ran = 0;
    const trap = Object.defineProperty({}, 'from', { enumerable: true, get: () => `kld://${++ran}` });
    expect(readPayload(trap)).toEqual({ sealed: false });
    expect(ran).toBe(0);
  });

  it('may nest deeply', () => {
    const text = `${'{"headers":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    expect(readPayload(text)).toEqual({ sealed: false });
    expect(readPayload(`${'['.repeat(500_000)}`)).toMatchObject({ sealed: false });
  });

  it('may be very long: the preview is short and addresses are dropped', () => {
    const long = 'x'.repeat(5_000_000);
    expect(readPayload(long).sealed).toBe(false);
    expect(readPayload({ from: long, content: long })).toEqual({
      sealed: false,
      content: long,
      preview: long.slice(0, 300),
    });
  });

  it('may have bytes where text belongs', () => {
    expect(readPayload({ from: Buffer.from('kld://a'), to: { type: 'Buffer', data: [107] } })).toEqual({
      sealed: false,
      from: 'kld://a',
      to: 'k',
    });
  });
});

describe('bytesOf and textOf', () => {
  it('take only true bytes', () => {
    expect(bytesOf({ type: 'Buffer', data: [1, 256] })).toBeUndefined();
    expect(bytesOf({ type: 'Buffer', data: '1' })).toBeUndefined();
    expect(bytesOf(new Uint8Array([1]).buffer)).toEqual(Uint8Array.of(1));
    expect(textOf({})).toBeUndefined();
    expect(textOf(7)).toBeUndefined();
  });
});
