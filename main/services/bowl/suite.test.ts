import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { aLens } from '../service.fixture.ts';
import { aKey } from './keys.fixture.ts';
import { isGroupKey, openForUs, openGroupKey, openOfGroup } from './opening.ts';
import {
  bowlV1,
  fixedIv,
  makeGroupKey,
  maximumBytes,
  type Suite,
  sealForContact,
  sealForGroup,
  sealGroupKey,
} from './suite.ts';
import { vectors } from './vectors.fixture.ts';

const { groupKey, ivAscii, cases } = vectors.aes;
const ours = aKey();
const stranger = aKey();
const lens = aLens();
const paddings = ['pkcs1', 'oaep-sha256'] as const;

describe('messages to groups', () => {
  it.each(cases)('are those of the vendor’s client: “$plain”', ({ plain, message }) => {
    expect(fixedIv.toString('ascii')).toBe(ivAscii);
    expect(sealForGroup(plain, groupKey, bowlV1.symmetric)).toBe(message);
    expect(openOfGroup(message, groupKey)).toEqual({ text: plain, symmetric: 'cbc-fixed-iv' });
  });

  it('may be of GCM, and then differ each time', () => {
    const sealed = [1, 2].map(() => sealForGroup('Grüße', groupKey, 'gcm-prefixed-iv'));
    expect(new Set(sealed).size).toBe(2);
    for (const message of sealed) {
      expect(openOfGroup(message, groupKey)).toEqual({ text: 'Grüße', symmetric: 'gcm-prefixed-iv' });
    }
  });

  it('open with a key of the keyring, and with none of another length', () => {
    const [key, short] = [Buffer.from(groupKey, 'base64'), randomBytes(16)].map((bytes) => createSecretKey(bytes));
    for (const symmetric of ['cbc-fixed-iv', 'gcm-prefixed-iv'] as const) {
      const message = sealForGroup('Ahoy', groupKey, symmetric);
      expect(key && openOfGroup(message, key)).toEqual({ text: 'Ahoy', symmetric });
      expect(short && openOfGroup(message, short)).toBeUndefined();
    }
  });

  it('do not open with another key, nor where they are no base64 or no text', () => {
    const other = makeGroupKey();
    const bytes = createCipheriv('aes-256-cbc', Buffer.from(groupKey, 'base64'), fixedIv);
    const noText = Buffer.concat([bytes.update(Buffer.of(0xff, 0xfe)), bytes.final()]).toString('base64');
    const damaged = Buffer.from(sealForGroup('x', groupKey, 'gcm-prefixed-iv'), 'base64');
    damaged.writeUInt8(damaged.readUInt8(13) ^ 1, 13);
    const foreign = openOfGroup(sealForGroup('long enough to be no chance', other, 'cbc-fixed-iv'), groupKey);
    expect(foreign?.text ?? '').not.toContain('long');
    for (const sealed of ['', '!!!', 'AAAA', 'ctdcKUFZ+sKKQ/Z8bgfuSw', noText, damaged.toString('base64')]) {
      expect(openOfGroup(sealed, groupKey)).toBeUndefined();
    }
  });
});

describe('messages to contacts', () => {
  it.each(paddings)('open with the private key: %s', async (padding) => {
    for (const text of ['', 'Grüße €😀', 'x'.repeat(190)]) {
      const sealed = sealForContact(Buffer.from(text), ours.publicKey.key, padding);
      expect(sealed).toHaveLength(344);
      expect(await openForUs(sealed, ours.privateKey, lens)).toEqual({ text, padding });
    }
  });

  it('hold 245 bytes with PKCS#1 v1.5, 190 with OAEP', () => {
    const { key } = ours.publicKey;
    expect(paddings.map((padding) => maximumBytes(key, padding))).toEqual([vectors.rsa.maxPlainBytes, 190]);
    for (const padding of paddings) {
      const most = maximumBytes(key, padding);
      expect(sealForContact(Buffer.alloc(most, 'a'), key, padding)).toHaveLength(344);
      expect(() => sealForContact(Buffer.alloc(most + 1, 'a'), key, padding)).toThrow();
    }
  });

  it('do not open for others, nor where they hold no text', async () => {
    const noText = sealForContact(Buffer.of(0xff), ours.publicKey.key, 'pkcs1');
    const foreign = sealForContact(Buffer.from('x'), stranger.publicKey.key, 'pkcs1');
    for (const sealed of [noText, foreign, '', 'nonsense', 'A'.repeat(344), 'A'.repeat(100_000)]) {
      expect(await openForUs(sealed, ours.privateKey, lens)).toBeUndefined();
    }
  });
});

describe('group keys', () => {
  const suites = paddings.flatMap((rsa) =>
    (['base64text', 'raw'] as const).map((form): Suite => ({ ...bowlV1, rsa, groupKey: form })),
  );

  it.each(suites)('are passed on with $rsa as $groupKey', async (suite) => {
    const key = makeGroupKey();
    const sealed = sealGroupKey(key, ours.publicKey.key, suite);
    expect(await openGroupKey(sealed, ours.privateKey, lens)).toBe(key);
    expect(await openGroupKey(sealed, stranger.privateKey, lens)).toBeUndefined();
  });

  it('are 32 bytes, or none', async () => {
    expect([makeGroupKey(), groupKey, 'A'.repeat(44), ''].map(isGroupKey)).toEqual([true, true, false, false]);
    for (const wrong of ['a'.repeat(44), randomBytes(31).toString('base64'), 'key']) {
      const sealed = sealForContact(Buffer.from(wrong), ours.publicKey.key, 'pkcs1');
      expect(await openGroupKey(sealed, ours.privateKey, lens)).toBeUndefined();
    }
  });
});
