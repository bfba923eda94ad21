import { pbkdf2Sync } from 'node:crypto';
import forge from 'node-forge';
import { describe, expect, it } from 'vitest';
import { costs, pbkdf1Key, pbkdf2Key, pkcs12Key, scryptKey } from './password-key.ts';

const salt = Buffer.from('0123456789abcdef', 'hex');

describe('a key from a passphrase', () => {
  it.each([1, 2, 3] as const)('PKCS#12, purpose %i: as node-forge makes it', async (purpose) => {
    for (const passphrase of ['x', 'Grüße€', 'a passphrase longer than the sixty-four bytes of a block']) {
      const bytes = forge.util.createBuffer(salt.toString('binary'));
      const expected = forge.pkcs12.generateKey(passphrase, bytes, purpose, 100, 50);
      const made = await pkcs12Key('sha1', { salt, iterations: 100, purpose, blank: false })(passphrase, 50);
      expect(Buffer.from(made).toString('hex')).toBe(expected.toHex());
    }
  });

  it('PBKDF2', async () => {
    expect(await pbkdf2Key('sha512', salt, 3)('ü', 40)).toEqual(pbkdf2Sync('ü', salt, 3, 40, 'sha512'));
  });

  it('lets others have their turn', async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await pkcs12Key('sha256', { salt, iterations: 100_000, purpose: 1, blank: false })('x', 32);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
  });

  it('refuses what costs too much, and what cannot be', () => {
    const refused = (fault: string) => expect.objectContaining({ fault });
    const many = costs.iterations + 1;
    expect(() => pbkdf2Key('sha1', salt, many)).toThrow(refused('unsupported'));
    expect(() => pbkdf2Key('sha1', salt, 0)).toThrow(refused('unsupported'));
    expect(() => pbkdf1Key('sha1', salt, many)).toThrow(refused('unsupported'));
    expect(() => pkcs12Key('sha1', { salt, iterations: many, purpose: 1, blank: false })).toThrow(
      refused('unsupported'),
    );
    expect(() => scryptKey(salt, { N: 2 ** 20, r: 8, p: 1 })).toThrow(refused('unsupported'));
    expect(() => scryptKey(salt, { N: 2 ** 14, r: 8, p: 1000 })).toThrow(refused('unsupported'));
    for (const wrong of [
      { N: 3, r: 8, p: 1 },
      { N: 1, r: 8, p: 1 },
      { N: 16, r: 0, p: 1 },
      { N: 16, r: 1, p: 0 },
    ]) {
      expect(() => scryptKey(salt, wrong)).toThrow(refused('malformed'));
    }
  });
});
