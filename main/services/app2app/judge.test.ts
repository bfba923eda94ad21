import { describe, expect, it } from 'vitest';
import type { Opening } from '../../keyring/lens.ts';
import type { SignedOpening } from '../../keyring/signed.ts';
import { aLens } from '../service.fixture.ts';
import { judge } from './judge.ts';

const from = 'kld://app2app/m/m1/e/e1/s/s1/d/alice';
const to = 'kld://app2app/m/m2/e/e1/s/s1/d/bob';
const pem = '-----BEGIN PKCS7-----\r\nMIIB\r\n-----END PKCS7-----\r\n';
const opens = (content: string | Uint8Array) => ({ open: (): Opening => opened(content) });
const opened = (content: string | Uint8Array): Opening => ({
  state: 'opened',
  by: 'bob',
  content: typeof content === 'string' ? Buffer.from(content) : content,
  facts: [{ name: 'cipher', value: 'AES-256-CBC' }],
});

describe('judging a signature', () => {
  const lens = aLens({ ours: [from] });
  const signed = async (content: string | Uint8Array) => Buffer.from(await lens.sign(Buffer.from(content), from));

  it.each([
    ['a Buffer', (signature: Buffer) => signature],
    ['a Buffer as JSON', (signature: Buffer) => signature.toJSON()],
    ['base64', (signature: Buffer) => signature.toString('base64')],
    ['base64 for URLs', (signature: Buffer) => signature.toString('base64url')],
    ['hexadecimal', (signature: Buffer) => signature.toString('hex').toUpperCase()],
  ])('takes it as %s, in both dialects', async (_, form) => {
    const signature = form(await signed('zażółć'));
    for (const message of [
      { headers: { from, to, signature }, content: 'zażółć' },
      { from, to, signature, content: 'zażółć' },
    ]) {
      const verdict = await judge([message, 'key', 1], lens);
      expect(verdict).toMatchObject({
        opened: { state: 'plain' },
        signature: { state: 'verified', by: from },
        from,
        to,
        preview: 'zażółć',
      });
    }
  });

  it('is over the bytes of a binary content, also as JSON', async () => {
    const content = Buffer.of(0, 255, 7);
    const message = { headers: { from, to, signature: await signed(content) }, content };
    expect((await judge([message], lens)).signature).toEqual({ state: 'verified', by: from });
    expect((await judge([JSON.stringify(message)], lens)).signature).toEqual({ state: 'verified', by: from });
  });

  it('rule 12: may be of any length', async () => {
    const message = { from, to, content: 'x', signature: 'f'.repeat(20_000_000) };
    expect(await judge([message], lens)).toMatchObject({ opened: { state: 'plain' }, signature: { state: 'wrong' } });
  });

  it.each([
    ['unsigned', {}],
    ['wrong', { signature: Buffer.of(1) }],
    ['wrong', { signature: 'not base64 !' }],
    ['wrong', { signature: '' }],
    ['wrong', { signature: { data: 1 } }],
    ['wrong', { signature: 'ff' }],
    ['wrong', { signature: 'AAAA', content: { not: 'text' } }],
    ['signer-unknown', { signature: 'AAAA', from: undefined }],
    ['signer-unknown', { signature: 'AAAA', from: 'kld://stranger' }],
  ])('says %s of %j', async (state, more) => {
    expect((await judge([{ from, to, content: 'x', ...more }], lens)).signature.state).toBe(state);
  });
});

describe('judging an envelope', () => {
  const inner = { headers: { from, to }, content: 'secret' };

  it('reads the message inside and verifies it', async () => {
    const lens = aLens({ ours: [from], open: () => opened(text) });
    const signature = Buffer.from(await lens.sign(Buffer.from('secret'), from));
    const text = JSON.stringify({ ...inner, headers: { from, to, signature } });
    expect(await judge([pem, 'key', 1], lens)).toEqual({
      opened: { state: 'opened', by: 'bob' },
      signature: { state: 'verified', by: from },
      inside: text,
      facts: [{ name: 'cipher', value: 'AES-256-CBC' }],
      from,
      to,
      preview: 'secret',
    });
  });

  it.each([
    ['text that is not JSON', 'hello', /not JSON/, 'none'],
    ['bytes that are not text', Uint8Array.of(0xff, 0xfe, 0xfd), /not UTF-8/, 'none'],
    ['an array', JSON.stringify([inner, inner]), /array of 2/, 'unsigned'],
    ['an empty array', '[]', /array of 0/, 'none'],
    ['JSON that is no message', '42', /not a message/, 'unsigned'],
  ])('warns of %s', async (_, content, warning, signature) => {
    const verdict = await judge([pem], aLens(opens(content)));
    expect(verdict.opened).toMatchObject({ state: 'opened', warning: expect.stringMatching(warning) });
    expect(verdict.signature.state).toBe(signature);
    expect(verdict.inside).toBe(typeof content === 'string' ? content : '\ufffd\ufffd\ufffd');
  });

  it('of several messages shows the verdict that needs attention', async () => {
    const text = JSON.stringify([inner, { ...inner, headers: { from, to, signature: 'AAAA' } }]);
    expect((await judge([pem], aLens({ ours: [from], ...opens(text) }))).signature.state).toBe('wrong');
  });

  it('lists the recipients it needs a key of', async () => {
    const needs = [{ issuer: 'CN=app2app-x-bob', serial: '0a' }];
    const verdict = await judge([pem], aLens({ open: () => ({ state: 'locked', needs, facts: [] }) }));
    expect(verdict).toEqual({ opened: { state: 'locked', needs }, signature: { state: 'none' }, facts: [] });
  });

  it('says why it is broken', async () => {
    const verdict = await judge([pem], aLens({ open: () => ({ state: 'broken', reason: 'wrong key', facts: [] }) }));
    expect(verdict.opened).toEqual({ state: 'broken', reason: 'wrong key' });
  });
});

describe('judging nonsense', () => {
  it.each([[[]], [[null]], [[42, {}]], [[{ headers: { signature: null } }]]])(
    '%j is plain and unsigned',
    async (args) => {
      expect(await judge(args, aLens())).toEqual({
        opened: { state: 'plain' },
        signature: { state: 'unsigned' },
        facts: [],
      });
    },
  );
});

describe('judging SignedData', () => {
  const message = JSON.stringify({ headers: { from, to }, content: 'secret' });
  type Signed = Extract<SignedOpening, { state: 'read' }>;
  const signed = (more: Partial<Signed> = {}): Signed => ({
    state: 'read',
    content: Buffer.from(message),
    signature: { state: 'verified', by: from },
    signers: [from],
    facts: [{ name: 'Signature', value: 'RSA' }],
    ...more,
  });

  it('inside an envelope, reads the message in it and takes its signature', async () => {
    const verdict = await judge([pem], aLens({ ...opens('signed'), openSigned: () => signed() }));
    expect(verdict).toMatchObject({
      opened: { state: 'opened', by: 'bob' },
      signature: { state: 'verified', by: from },
      inside: message,
      from,
      preview: 'secret',
    });
    expect(verdict.facts?.map(({ name }) => name)).toEqual(['cipher', 'Signature']);
  });

  it('alone, is plain and signed', async () => {
    const lens = aLens({ open: () => ({ state: 'broken', reason: 'none', facts: [] }), openSigned: () => signed() });
    const verdict = await judge([pem], lens);
    expect(verdict).toMatchObject({ opened: { state: 'plain' }, signature: { state: 'verified' }, inside: message });
  });

  it('is wrong when another signed than the message says', async () => {
    const verdict = await judge(
      [pem],
      aLens({
        ...opens('signed'),
        openSigned: () => signed({ signature: { state: 'verified', by: to }, signers: [to] }),
      }),
    );
    expect(verdict.signature).toEqual({
      state: 'wrong',
      reason: `The message says that it is from ${from}, but ${to} signed it.`,
    });
  });

  it("does not outweigh the message's own signature when that is wrong", async () => {
    const content = Buffer.from(JSON.stringify({ headers: { from, to, signature: 'AAAA' }, content: 'secret' }));
    const verdict = await judge(
      [pem],
      aLens({ ours: [from], ...opens('signed'), openSigned: () => signed({ content }) }),
    );
    expect(verdict.signature.state).toBe('wrong');
  });

  it('that cannot be read is shown as it stands, with the reason', async () => {
    const openSigned = () => ({ state: 'broken' as const, reason: 'cut off', facts: [] });
    const verdict = await judge([pem], aLens({ ...opens('signed'), openSigned }));
    expect(verdict).toMatchObject({ opened: { state: 'opened', warning: 'cut off' }, inside: 'signed' });
  });
});

describe('judging a content that the sender sealed', () => {
  const lens = aLens({ ours: [from], open: () => opened('Grüße') });

  it.each([
    ['as PEM', pem],
    ['as PEM in bytes', Buffer.from(pem)],
    ['as DER', Buffer.from('308103060100', 'hex')],
  ])('opens it, %s, and checks the signature over it', async (_, content) => {
    const signature = Buffer.from(await lens.sign(Buffer.from(content), from));
    const verdict = await judge([{ headers: { from, to, signature }, content }], lens);
    expect(verdict).toMatchObject({
      opened: { state: 'opened', by: 'bob' },
      signature: { state: 'verified' },
      inside: 'Grüße',
      preview: 'Grüße',
      from,
      to,
    });
    expect(verdict.facts).toContainEqual({ name: 'cipher', value: 'AES-256-CBC' });
  });

  it('opens it inside the envelope that the service made', async () => {
    const outer = JSON.stringify({ from, to, content: pem });
    let envelopes = 0;
    const verdict = await judge([pem], aLens({ open: () => opened(envelopes++ === 0 ? outer : 'inmost') }));
    expect(verdict).toMatchObject({ opened: { state: 'opened' }, inside: 'inmost', preview: 'inmost', from });
  });

  it('says what it is when it cannot be opened, and does not take its beginning for a message', async () => {
    const locked = await judge([{ from, to, content: pem }], aLens());
    expect(locked).toMatchObject({ opened: { state: 'locked' }, signature: { state: 'unsigned' } });
    expect(locked).not.toHaveProperty('preview');
    const broken = (): Opening => ({ state: 'broken', reason: 'damaged', facts: [] });
    expect(await judge([{ from, to, content: pem }], aLens({ open: broken }))).toMatchObject({
      opened: { state: 'broken', reason: 'damaged' },
    });
    const bytes = await judge([{ from, to, content: pem }], aLens({ open: () => opened(Buffer.of(0xff)) }));
    expect(bytes).toMatchObject({ opened: { warning: 'The plaintext is not UTF-8 text.' }, preview: '1 byte' });
  });
});
