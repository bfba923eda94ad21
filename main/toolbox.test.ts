import { createPublicKey, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toolDescription, toolResult } from '../preload/contract/index.ts';
import { anEnvelope, anIdentity } from './crypto/fixtures/identity.ts';
import { cryptVectors, digestVectors, sessionKeyVectors } from './services/appwebsocket/vectors.fixture.ts';
import { vectors as bowl } from './services/bowl/vectors.fixture.ts';
import { aToolbox, bytes, factsOf, outputOf, plainOf, text } from './toolbox.fixture.ts';

const { toolbox, alice, bob, run } = await aToolbox();

/** What is wrong with a field. */
async function problemOf(tool: string, input: Record<string, unknown>): Promise<unknown> {
  return run(tool, input).then(
    () => undefined,
    ({ error }) => error.fields ?? error.code,
  );
}

describe('the toolbox', () => {
  it('describes every tool as the contract has it, each id once, the services after the others', () => {
    const list = toolbox.list();
    for (const each of list) expect(toolDescription.safeParse(each).error).toBeUndefined();
    expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
    expect([...new Set(list.map(({ group }) => group))].at(-1)).toBe('Bowl');
  });

  it('refuses a tool it does not have, and says at the field what is wrong', async () => {
    expect(await problemOf('toString', {})).toBe('not-found');
    expect(await problemOf('hash', { content: text('x'), algorithm: 'sha9' })).toHaveProperty('algorithm');
    expect(await problemOf('hash', {})).toHaveProperty('content');
    const large = { as: 'text', text: 'x'.repeat(45_000_000) };
    expect(await problemOf('hash', { content: large })).toEqual({ content: 'This is more than 32 MB' });
  });

  it('repeats nothing of a secret in its errors', async () => {
    const secret = 'correct horse battery';
    for (const tool of ['encrypt-aes', 'decrypt-aes']) {
      const input = { content: text('x'), sealed: text('00'), key: secret };
      const error = await run(tool, tool === 'encrypt-aes' ? { content: text('x'), key: secret } : input).catch(
        ({ error }) => error,
      );
      expect(JSON.stringify(error)).not.toContain(secret);
      expect(error.code).toBe('invalid-input');
    }
  });
});

describe('hashes', () => {
  // FIPS 180-4 and RFC 1321: the text “abc”.
  it.each([
    ['sha256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['sha1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['md5', '900150983cd24fb0d6963f7d28e17f72'],
    ['sha384', 'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7'],
    [
      'sha512',
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    ],
  ])('%s of abc', async (algorithm, digest) => {
    const found = await run('hash', { content: text('abc'), algorithm });
    expect(outputOf(found)).toBe(digest);
    expect(factsOf(found, 'Warning')).toHaveLength(algorithm === 'md5' || algorithm === 'sha1' ? 1 : 0);
    expect(toolResult.safeParse(found).error).toBeUndefined();
  });

  it('makes the HMAC of RFC 4231, test cases 1 and 2', async () => {
    const one = { content: text('Hi There'), keyed: 'bytes', key: '0b'.repeat(20) };
    expect(outputOf(await run('hash', one))).toBe('b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7');
    const two = { content: text('what do ya want for nothing?'), keyed: 'text', key: 'Jefe' };
    expect(outputOf(await run('hash', two))).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
    expect(await problemOf('hash', { content: text('x'), keyed: 'text' })).toEqual({ key: 'Give the key' });
  });
});

describe('AES', () => {
  // NIST SP 800-38A F.2.1 and F.2.5, first block: what comes out begins with it, the padding follows.
  const block = bytes('6bc1bee22e409f96e93d7e117393172a');
  const iv = '000102030405060708090a0b0c0d0e0f';
  it.each([
    ['128', '2b7e151628aed2a6abf7158809cf4f3c', '7649abac8119b246cee98e9b12e9197d'],
    ['192', '8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b', '4f021db243bc633d7178183a9fa071e8'],
    ['256', '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4', 'f58c4c04d6e5f1ba779eabfb5f7bfbd6'],
  ])('%s in CBC', async (bits, key, first) => {
    const sealed = await run('encrypt-aes', { content: block, key, iv });
    expect(sealed.text).toContain(`AES-${bits}-CBC`);
    expect(outputOf(sealed)?.slice(0, 32)).toBe(first);
    const opened = await run('decrypt-aes', { sealed: sealed.output, key, iv });
    expect(outputOf(opened)).toBe('6bc1bee22e409f96e93d7e117393172a');
    expect(opened.opened.state).toBe('opened');
  });

  // McGrew and Viega, The Galois/Counter Mode of Operation, test case 2.
  it('in GCM, with its tag behind it', async () => {
    const input = { mode: 'gcm', key: '00'.repeat(16), iv: '00'.repeat(12) };
    const sealed = await run('encrypt-aes', { ...input, content: bytes('00'.repeat(16)) });
    expect(outputOf(sealed)).toBe('0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf');
    const wrong = await run('decrypt-aes', { ...input, sealed: text(`01${outputOf(sealed)?.slice(2)}`) });
    expect(wrong.opened.state).toBe('broken');
    expect(wrong.output).toBeUndefined();
  });

  it('with a shared key of the keyring, a fresh IV in front, and text that is protected besides', async () => {
    const input = { keyFrom: 'keyring', shared: 'team', mode: 'gcm', ivInFront: true, authenticated: 'to the team' };
    const one = await run('encrypt-aes', { ...input, content: text('Grüße') });
    const two = await run('encrypt-aes', { ...input, content: text('Grüße') });
    expect(outputOf(one)).not.toBe(outputOf(two));
    expect(plainOf(await run('decrypt-aes', { ...input, sealed: one.output }))).toBe('Grüße');
    const other = await run('decrypt-aes', { ...input, authenticated: '', sealed: one.output });
    expect(other.opened.state).toBe('broken');
  });

  it('says at the field which length is wrong', async () => {
    expect(await problemOf('encrypt-aes', { content: block, key: 'abcd' })).toHaveProperty('key');
    expect(await problemOf('encrypt-aes', { content: block, key: '00'.repeat(16), iv: '00' })).toHaveProperty('iv');
    const absent = { content: block, keyFrom: 'keyring', shared: 'nobody' };
    expect(await problemOf('encrypt-aes', absent)).toHaveProperty('shared');
    expect(await problemOf('decrypt-aes', { sealed: text('not hex!'), key: '00'.repeat(16), iv })).toHaveProperty(
      'sealed',
    );
  });
});

describe('RC4', () => {
  it('gives the key streams that are known, and goes back', async () => {
    const found = await run('rc4', { content: text('Plaintext'), key: 'Key' });
    expect(outputOf(found)).toBe('bbf316e8d940af0ad3');
    const back = await run('rc4', { content: text('bbf316e8d940af0ad3'), written: 'bytes', key: 'Key' });
    expect(plainOf(back)).toBe('Plaintext');
  });

  it('joins seed and key as AppWebsocket does', async () => {
    for (const { key, seed, data, encrypted } of cryptVectors) {
      expect(outputOf(await run('rc4', { content: text(data), key, seed }))).toBe(encrypted);
    }
    expect(await problemOf('rc4', { content: text('x') })).toEqual({ key: 'Give the key' });
  });
});

describe('RSA', () => {
  it.each(['pkcs1', 'oaep-sha1', 'oaep-sha256'])(
    '%s: what is encrypted for an identity is decrypted by it',
    async (padding) => {
      const pasted = createPublicKey(alice.certificate).export({ type: 'spki', format: 'pem' });
      for (const chosen of [
        { address: 'alice' },
        { keyFrom: 'pasted', publicKey: alice.certificate },
        { keyFrom: 'pasted', publicKey: pasted },
      ]) {
        const sealed = await run('encrypt-rsa', { content: text('Grüße'), ...chosen, padding });
        expect(plainOf(await run('decrypt-rsa', { sealed: sealed.output, identity: 'alice', padding }))).toBe('Grüße');
      }
    },
  );

  it('says one thing for everything that does not open', async () => {
    const sealed = await run('encrypt-rsa', { content: text('x'), address: 'bob' });
    const wrongKey = await run('decrypt-rsa', { sealed: sealed.output, identity: 'alice' });
    const nonsense = await run('decrypt-rsa', { sealed: text('abcdef'), identity: 'alice', padding: 'oaep-sha256' });
    expect(wrongKey.opened).toEqual(nonsense.opened);
    expect(wrongKey.opened.state).toBe('broken');
  });

  it('says what does not fit, and which key is missing', async () => {
    expect(await problemOf('encrypt-rsa', { content: text('x'.repeat(246)), address: 'bob' })).toEqual({
      content: 'This has 246 bytes; 245 fit under this key',
    });
    expect(await problemOf('decrypt-rsa', { sealed: text('00'), identity: 'bob' })).toHaveProperty('identity');
    const bare = { content: text('x'), keyFrom: 'pasted', publicKey: alice.privateKey.replace(/-----.*-----/g, '') };
    expect(await problemOf('encrypt-rsa', bare)).toHaveProperty('publicKey');
    const secret = { content: text('x'), keyFrom: 'pasted', publicKey: alice.privateKey };
    expect(await problemOf('encrypt-rsa', secret)).toEqual({
      publicKey: 'This cannot be read: this is a PRIVATE KEY, not a public key',
    });
  });
});

describe('signatures', () => {
  it.each(['sha256', 'sha384', 'sha512', 'sha1', 'pss-sha256', 'pss-sha512'])(
    '%s holds for its content only',
    async (scheme) => {
      const signed = await run('sign', { content: text('order 12'), identity: 'alice', scheme });
      const signature = text(factsOf(signed, 'Signature in base64')[0] ?? '');
      const right = await run('verify', { content: text('order 12'), signature, address: 'alice', scheme });
      expect(right.signature).toEqual({ state: 'verified', by: 'alice' });
      const wrong = await run('verify', { content: text('order 13'), signature, address: 'alice', scheme });
      expect(wrong.signature.state).toBe('wrong');
      const weak = factsOf(right, 'Warning').filter((text) => text.startsWith('SHA-1'));
      expect(weak).toHaveLength(scheme === 'sha1' ? 1 : 0);
    },
  );

  it('verifies with a pasted certificate, in hex or as bytes, and tells of a wrong length', async () => {
    const made = sign('sha256', Buffer.from('x'), bob.held.key).toString('hex');
    const pasted = { keyFrom: 'pasted', publicKey: bob.certificate, content: text('x') };
    for (const signature of [text(made), bytes(made)]) {
      expect((await run('verify', { ...pasted, signature })).signature.state).toBe('verified');
    }
    const short = await run('verify', { ...pasted, signature: text('abcd') });
    expect(short.text).toBe('The signature has 2 bytes; this key makes 256.');
    expect(await problemOf('verify', { content: text('x'), signature: text('00'), address: 'carol' })).toHaveProperty(
      'address',
    );
  });
});

describe('envelopes', () => {
  it('opens with the key that the recipients name, from text and from bytes', async () => {
    const envelope = anEnvelope('Twelve pallets', bob, alice);
    for (const given of [text(envelope), bytes(Buffer.from(envelope).toString('hex'))]) {
      const opened = await run('open', { envelope: given });
      expect(opened.opened).toEqual({ state: 'opened', by: 'alice' });
      expect(plainOf(opened)).toBe('Twelve pallets');
      expect(factsOf(opened, 'Content encryption')).toEqual(['AES-256-CBC']);
    }
  });

  it('tells locked and broken apart', async () => {
    const locked = await run('open', { envelope: text(anEnvelope('x', anIdentity('eve'))) });
    expect(locked.opened.state).toBe('locked');
    expect((await run('open', { envelope: text('nonsense') })).opened.state).toBe('broken');
    expect((await run('open', { envelope: text('') })).opened.state).toBe('broken');
  });

  it.each([
    ['cbc', 'pkcs1', 'pem'],
    ['gcm', 'oaep', 'der'],
  ])('opens what it sealed: %s, %s, %s', async (cipher, transport, form) => {
    const sealed = await run('seal', { content: text('Grüße'), recipients: ['bob', 'alice'], cipher, transport, form });
    const opened = await run('open', { envelope: sealed.output });
    expect(plainOf(opened)).toBe('Grüße');
    expect(await problemOf('seal', { content: text('x'), recipients: [] })).toEqual({ recipients: 'Say for whom' });
    expect(await problemOf('seal', { content: text('x'), recipients: ['nobody'] })).toBe('refused');
  });
});

describe('AppWebsocket', () => {
  it.each(digestVectors)('digest: $origin', async ({ login, challenge, password, digest }) => {
    const found = await run('appwebsocket/digest', { ...login, challenge, password });
    expect(outputOf(found)).toBe(digest);
    expect(JSON.stringify(found.facts)).not.toContain(password);
  });

  it('makes the session key, encrypts, decrypts and hashes with it', async () => {
    for (const { challenge, password, key } of sessionKeyVectors) {
      expect(outputOf(await run('appwebsocket/session-key', { challenge, password }))).toBe(key);
    }
    for (const { key, seed, data, encrypted, hash } of cryptVectors) {
      expect(outputOf(await run('appwebsocket/encrypt', { key, seed, data }))).toBe(encrypted);
      expect(outputOf(await run('appwebsocket/decrypt', { key, seed, data: encrypted }))).toBe(data);
      expect(outputOf(await run('appwebsocket/hash', { key, seed, data }))).toBe(hash);
    }
    expect(await problemOf('appwebsocket/decrypt', { key: 'k', seed: 's', data: 'xyz' })).toBe('refused');
    expect(await problemOf('appwebsocket/hash', { data: '' })).toEqual({ key: 'Give the session key' });
  });
});

describe('Bowl', () => {
  const { groupKey, cases } = bowl.aes;

  it.each(cases)('a group’s message $message', async ({ plain, message }) => {
    expect(outputOf(await run('bowl/encrypt-group-message', { text: plain, groupKey }))).toBe(message);
    const opened = await run('bowl/open-group-message', { message, groupKey });
    expect(outputOf(opened)).toBe(plain);
    expect(opened.opened).toMatchObject({ state: 'opened', warning: expect.any(String) });
  });

  it('opens a contact’s message with the private key given, and refuses others', async () => {
    const sealed = await run('encrypt-rsa', { content: text('Hi'), address: 'alice' });
    const message = Buffer.from(outputOf(sealed) ?? '', 'hex').toString('base64');
    const { privateKey } = alice;
    expect(outputOf(await run('bowl/open-message', { message, privateKey }))).toBe('Hi');
    const other = await run('bowl/open-message', { message, privateKey: bob.privateKey });
    expect(other.opened.state).toBe('broken');
    expect(await problemOf('bowl/open-message', { message })).toHaveProperty('privateKey');
    expect(await problemOf('bowl/open-group-message', { message: 'x', groupKey: 'short' })).toHaveProperty('groupKey');
  });

  it('chains the hashes of messages', async () => {
    const { publicKey, messages, hashMessageData, hashValue } = bowl.hashChain;
    const first = await run('bowl/hash-chain', { text: messages[0], publicKey });
    expect([outputOf(first), ...factsOf(first, 'Chain value')]).toEqual([hashMessageData[0], hashValue[0]]);
    const second = await run('bowl/hash-chain', { text: messages[1], publicKey, previous: hashValue[0] });
    expect([outputOf(second), ...factsOf(second, 'Chain value')]).toEqual([hashMessageData[1], hashValue[1]]);
  });
});
