import { describe, expect, it } from 'vitest';
import { aCertificate, anIdentity, certificatePart, lockedPart, privateKeyPart } from '../keyring.fixture.ts';
import { certificateOf, kindsOf, takeableParts } from './key-parts.ts';

const bob = aCertificate('bob');
const root = aCertificate('Acme Root', { authority: true });

function takeable(...parts: Parameters<typeof takeableParts>[0]['parts']): string[] {
  return takeableParts({ parts, keyring: [] }).map(({ id }) => id);
}

describe('takeableParts', () => {
  it('takes a certificate with its key, and those that vouch for it with that', () => {
    const leaf = certificatePart('leaf', bob, { chain: ['root'], privateKey: 'reading' });
    expect(takeable(leaf, certificatePart('root', root), privateKeyPart('key', 'leaf'))).toEqual(['key']);
    expect(takeable(leaf, certificatePart('root', root))).toEqual(['leaf']);
    expect(takeable(certificatePart('root', root))).toEqual(['root']);
  });

  it('shows what was given twice once, and nothing that cannot be taken', () => {
    expect(takeable(certificatePart('a', bob), certificatePart('b', bob), lockedPart('c'))).toEqual(['a']);
  });
});

describe('certificateOf', () => {
  it('finds the certificate of a key in the keyring', () => {
    const item = anIdentity('bob', bob);
    const key = { ...privateKeyPart('key', null), certificate: { from: 'keyring' as const, item: item.id } };
    const [part] = takeableParts({ parts: [key], keyring: [item] });
    expect(part && certificateOf(part, { parts: [key], keyring: [item] })?.serial).toBe(bob.serial);
  });
});

describe('kindsOf', () => {
  it('makes no identity of a certificate whose key is not at hand', () => {
    const kinds = (privateKey: 'none' | 'keyring') =>
      takeableParts({ parts: [certificatePart('a', bob, { privateKey })], keyring: [] }).map(kindsOf);
    expect(kinds('none')).toEqual([['peer']]);
    expect(kinds('keyring')).toEqual([['identity', 'peer']]);
  });
});
