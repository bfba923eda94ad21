import { createHmac, pbkdf2Sync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { octetsOf, rawOf, readAsn1 } from './asn1.ts';
import { algorithm, type Der, der, integer, nothing, octets, oid, sequence } from './der.ts';
import { anIdentity } from './fixtures/identity.ts';
import { openssl, path, write } from './fixtures/openssl.ts';
import { isPkcs12, readPkcs12 } from './pkcs12.ts';

const bob = anIdentity('bob');
write('bob.key', bob.privateKey);
write('bob.crt', bob.certificate);

function made(...args: string[]): Buffer {
  openssl([
    'pkcs12',
    '-export',
    '-inkey',
    'bob.key',
    '-in',
    'bob.crt',
    '-passout',
    'pass:x',
    ...args,
    '-out',
    'made.p12',
  ]);
  return readFileSync(path('made.p12'));
}
const read = (file: Uint8Array, passphrase = 'x') => readPkcs12(readAsn1(file), passphrase);
const kinds = ({ bags }: Awaited<ReturnType<typeof readPkcs12>>) => bags.map(({ kind }) => kind);

const open = made('-nomac');
const safe = octetsOf(readAsn1(open).children[1]?.children[1]?.children[0] ?? readAsn1(open));
const data = '1.2.840.113549.1.7.1';
const file = (content: Der, ...mac: Der[]) =>
  Buffer.concat(sequence(integer(3), sequence(oid(data), der(0xa0, content)), ...mac));

/** MacData of RFC 9579: PBKDF2 and HMAC-SHA-256. */
function pbmac1(passphrase: string): Der {
  const salt = Buffer.alloc(8, 7);
  const prf = algorithm('1.2.840.113549.2.9', nothing);
  const derivation = algorithm('1.2.840.113549.1.5.12', sequence(octets(salt), integer(10), integer(32), prf));
  const mac = createHmac('sha256', pbkdf2Sync(passphrase, salt, 10, 32, 'sha256'))
    .update(safe)
    .digest();
  const info = algorithm('1.2.840.113549.1.5.14', sequence(derivation, prf));
  return sequence(sequence(info, octets(mac)), octets(salt), integer(1));
}

describe('PKCS#12', () => {
  it('is recognised by its shape', () => {
    expect(isPkcs12(readAsn1(open))).toBe(true);
    for (const other of [
      sequence(),
      sequence(integer(3)),
      sequence(integer(3), sequence()),
      sequence(integer(0), sequence(oid('1.2.3'))),
    ]) {
      expect(isPkcs12(readAsn1(Buffer.concat(other)))).toBe(false);
    }
  });

  it('is read with PBMAC1, by the right passphrase only', async () => {
    const vouched = file(octets(safe), pbmac1('x'));
    expect(await read(vouched)).toMatchObject({
      hasMac: true,
      bags: [{ kind: 'certificate' }, { kind: 'private-key' }],
    });
    await expect(read(vouched, 'y')).rejects.toMatchObject({ fault: 'broken' });
  });

  it('is read with its content in pieces', async () => {
    const pieces = der(0x24, octets(safe.subarray(0, 100)), octets(safe.subarray(100)));
    expect(kinds(await read(file(pieces)))).toEqual(['certificate', 'private-key']);
  });

  it('tells a changed content, which the MAC no longer fits, from one that is wrong inside', async () => {
    const changed = made();
    changed[200] = (changed[200] ?? 0) ^ 1;
    await expect(read(changed)).rejects.toMatchObject({ fault: 'broken' });
    // Vouched for by one passphrase, and encrypted with another.
    await expect(read(file(octets(safe), pbmac1('y')), 'y')).rejects.toMatchObject({ fault: 'malformed' });
  });

  it('says by name what else lies in it, and takes what it can', async () => {
    const bag = (type: string, value: Der) => sequence(oid(`1.2.840.113549.1.12.10.1.${type}`), der(0xa0, value));
    const key = openssl(['pkcs8', '-topk8', '-nocrypt', '-in', 'bob.key', '-outform', 'DER']);
    const bags = [
      bag('1', [rawOf(readAsn1(key))]),
      bag('2', sequence(algorithm('1.2.3.4'), octets(Buffer.alloc(8)))),
      bag('4', sequence()),
      bag('5', sequence()),
      bag('6', sequence(bag('1', [key]))),
    ];
    const inner = sequence(sequence(oid(data), der(0xa0, octets(Buffer.concat(sequence(...bags))))));
    const { bags: found } = await read(file(octets(Buffer.concat(inner))));
    expect(found.map((each) => (each.kind === 'other' ? each.what : each.kind))).toEqual([
      'private-key',
      'a private key: it is encrypted with 1.2.3.4',
      'a revocation list',
      'a secret that is not a private key',
      'private-key',
    ]);
  });

  it('refuses bags within bags without end, and a signature in place of a MAC', async () => {
    const bag = (value: Der) => sequence(oid('1.2.840.113549.1.12.10.1.6'), der(0xa0, value));
    let nested = sequence();
    for (let i = 0; i < 7; i += 1) nested = sequence(bag(nested));
    const inner = sequence(sequence(oid(data), der(0xa0, octets(Buffer.concat(nested)))));
    await expect(read(file(octets(Buffer.concat(inner))))).rejects.toMatchObject({ fault: 'too-large' });
    const signed = sequence(integer(3), sequence(oid('1.2.840.113549.1.7.2'), der(0xa0, sequence())));
    await expect(read(Buffer.concat(signed))).rejects.toMatchObject({ fault: 'unsupported' });
  });
});
