import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { algorithm, type Der, integer, octets, sequence } from '../crypto/der.ts';
import { anIdentity } from '../crypto/fixtures/identity.ts';
import { anEcIdentity, openssl, path, write } from '../crypto/fixtures/openssl.ts';
import type { Keyring } from './keyring.ts';
import { aKeyring, ofKind, readOne } from './readings.fixture.ts';
import type { Readings } from './readings.ts';

const bob = anIdentity('bob');
const alice = anIdentity('alice');
const curve = anEcIdentity('curve');
const bobKey = write('bob.key', bob.privateKey);
const bobCertificate = write('bob.crt', bob.certificate);
const passphrase = 'Grüße€ an Bob';
const legacy = ['-provider', 'legacy', '-provider', 'default'];
const pass = `pass:${passphrase}`;

let keyring: Keyring;
let readings: Readings;
beforeAll(async () => {
  ({ keyring, readings } = await aKeyring());
});

function made(args: string[]): Buffer {
  openssl([...args, '-out', 'made']);
  return readFileSync(path('made'));
}
const pkcs8 = (...args: string[]) => made(['pkcs8', '-topk8', '-in', bobKey, '-passout', pass, ...args]);
const traditional = (...args: string[]) => made(['rsa', '-in', bobKey, '-traditional', '-passout', pass, ...args]);
const sec1 = (...args: string[]) => made(['ec', '-in', 'curve.key', '-passout', pass, ...args]);
const pkcs12 = (...args: string[]) =>
  made(['pkcs12', '-export', '-inkey', bobKey, '-in', bobCertificate, '-passout', pass, ...args]);

/** The one private key in a file, as the keyring has it after an import. */
async function keyIn(file: string | Uint8Array, by: string | undefined = passphrase): Promise<KeyObject | undefined> {
  const reading = await readOne(readings, file, by);
  const [part] = ofKind(reading, 'private-key');
  if (!part) throw new Error(JSON.stringify(reading.parts));
  const items = [
    { part: part.id, kind: 'identity' as const, addresses: ['x'], ...(part.certificate ? {} : { commonName: 'x' }) },
  ];
  const [item] = await readings.import({ reading: reading.reading, items, keep: false });
  return item && keyring.key(item.id);
}

describe('a private key is read', () => {
  it.each<[string, () => string | Uint8Array, typeof bob]>([
    ['PKCS#8', () => bob.privateKey, bob],
    ['PKCS#8 in DER', () => made(['pkcs8', '-topk8', '-nocrypt', '-in', bobKey, '-outform', 'DER']), bob],
    ['PKCS#1', () => made(['rsa', '-in', bobKey, '-traditional']), bob],
    ['PKCS#1 in DER', () => made(['rsa', '-in', bobKey, '-traditional', '-outform', 'DER']), bob],
    ['SEC1', () => sec1(), curve],
    ['SEC1 in DER', () => sec1('-outform', 'DER'), curve],
    [
      'SEC1 after its parameters',
      () =>
        made(['ecparam', '-genkey', '-name', 'prime256v1', '-noout']) &&
        Buffer.concat([made(['ecparam', '-name', 'prime256v1']), sec1()]),
      curve,
    ],
    ['PKCS#8 for EC', () => curve.privateKey, curve],
    [
      'bare base64',
      () => made(['pkcs8', '-topk8', '-nocrypt', '-in', bobKey, '-outform', 'DER']).toString('base64'),
      bob,
    ],
    ...['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'des3', 'des-cbc', 'rc2-cbc', 'rc2-40-cbc'].map(
      (cipher): [string, () => Uint8Array, typeof bob] => [
        `PBES2 ${cipher}`,
        () => pkcs8('-v2', cipher, ...(/^(des-|rc2)/.test(cipher) ? legacy : [])),
        bob,
      ],
    ),
    ...['SHA1', 'SHA224', 'SHA256', 'SHA384', 'SHA512', 'SHA512-256'].map(
      (prf): [string, () => Uint8Array, typeof bob] => [
        `PBES2 PRF ${prf}`,
        () => pkcs8('-v2', 'aes-256-cbc', '-v2prf', `hmacWith${prf}`),
        bob,
      ],
    ),
    ['PBES2 in DER', () => pkcs8('-v2', 'aes-256-cbc', '-outform', 'DER'), bob],
    ['PBES2, EC', () => made(['pkcs8', '-topk8', '-in', 'curve.key', '-passout', pass]), curve],
    ['scrypt', () => pkcs8('-scrypt'), bob],
    ['scrypt in DER', () => pkcs8('-scrypt', '-outform', 'DER'), bob],
    ...[
      'PBE-MD5-DES',
      'PBE-SHA1-DES',
      'PBE-MD5-RC2-64',
      'PBE-SHA1-RC2-64',
      'PBE-SHA1-RC4-128',
      'PBE-SHA1-RC4-40',
      'PBE-SHA1-3DES',
      'PBE-SHA1-2DES',
      'PBE-SHA1-RC2-128',
      'PBE-SHA1-RC2-40',
    ].map((kind): [string, () => Uint8Array, typeof bob] => [
      `PBES1 ${kind}`,
      () => pkcs8('-v1', kind, ...legacy),
      bob,
    ]),
    ...['-aes128', '-aes192', '-aes256', '-des3'].map((cipher): [string, () => Uint8Array, typeof bob] => [
      `Proc-Type RSA ${cipher}`,
      () => traditional(cipher),
      bob,
    ]),
    ['Proc-Type RSA -des', () => traditional('-des', ...legacy), bob],
    ['Proc-Type EC', () => sec1('-aes256'), curve],
    ['amid other text', () => `Bag Attributes\n  x: y\n${bob.certificate}\n${bob.privateKey}\nend`, bob],
    ['with CRLF', () => traditional('-aes256').toString().replaceAll('\n', '\r\n'), bob],
    ['in UTF-16', () => Buffer.from(`\ufeff${bob.privateKey}`, 'utf16le'), bob],
    ['.p12', () => pkcs12(), bob],
    ['.p12 AES-128', () => pkcs12('-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC'), bob],
    ['.p12 certificate unencrypted', () => pkcs12('-certpbe', 'NONE'), bob],
    ['.p12 SHA-512 MAC', () => pkcs12('-macalg', 'sha512'), bob],
    ['.p12 SHA-384 MAC', () => pkcs12('-macalg', 'sha384'), bob],
    ['.p12 SHA-1 MAC', () => pkcs12('-macalg', 'sha1'), bob],
    ['.p12 3DES', () => pkcs12('-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES'), bob],
    ['.p12 -legacy', () => pkcs12('-legacy'), bob],
    ['.p12 RC4', () => pkcs12('-keypbe', 'PBE-SHA1-RC4-128', '-certpbe', 'PBE-SHA1-RC4-128', ...legacy), bob],
    ['.p12 many iterations', () => pkcs12('-iter', '100000'), bob],
    ['.p12 without MAC', () => pkcs12('-nomac'), bob],
    ['.p12 EC', () => made(['pkcs12', '-export', '-inkey', 'curve.key', '-in', 'curve.crt', '-passout', pass]), curve],
    ['.p12 key alone', () => made(['pkcs12', '-export', '-nocerts', '-inkey', bobKey, '-passout', pass]), bob],
  ])('%s', async (_, file, { held }) => {
    const key = await keyIn(file());
    expect(key?.equals(held.key)).toBe(true);
  });

  it.each(['', 'ascii', 'Grüße€', 'ключ', '密码', '🔑 emoji', 'x'.repeat(200)])(
    '.p12 with the passphrase “%s”',
    async (by) => {
      const secret = `pass:${by}`;
      const base = ['pkcs12', '-export', '-inkey', bobKey, '-in', bobCertificate, '-passout', secret];
      const files = [
        made(base),
        made([...base, '-legacy']),
        made([...base, '-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES']),
      ];
      for (const file of files) expect((await keyIn(file, by))?.equals(bob.held.key)).toBe(true);
    },
  );

  it('a .p12 with an empty passphrase opens without being asked for it', async () => {
    const file = made(['pkcs12', '-export', '-inkey', bobKey, '-in', bobCertificate, '-passout', 'pass:']);
    expect((await keyIn(file, undefined))?.equals(bob.held.key)).toBe(true);
  });

  it('a .p12 without any encryption', async () => {
    const file = pkcs12('-keypbe', 'NONE', '-certpbe', 'NONE', '-nomac');
    expect((await keyIn(file, undefined))?.equals(createPrivateKey(bob.privateKey))).toBe(true);
  });
});

describe('refused, with the reason', () => {
  it.each<[string, () => string | Uint8Array, string, string]>([
    ['Camellia', () => pkcs8('-v2', 'camellia-256-cbc'), 'unsupported', 'Camellia-256-CBC'],
    ['Proc-Type Camellia', () => traditional('-camellia256'), 'unsupported', 'CAMELLIA-256-CBC'],
    ['ARIA', () => pkcs8('-v2', 'aria-256-cbc'), 'unsupported', '1.2.410.200046'],
    [
      'costly scrypt',
      () => costly('1.3.6.1.4.1.11591.4.11', integer(2 ** 20), integer(8), integer(1)),
      'unsupported',
      'N=1048576',
    ],
    [
      'impossible scrypt',
      () => costly('1.3.6.1.4.1.11591.4.11', integer(12), integer(8), integer(1)),
      'damaged',
      'out of range',
    ],
    ['costly PBKDF2', () => costly('1.2.840.113549.1.5.12', integer(2 ** 31)), 'unsupported', 'iterations'],
    ['a public key', () => openssl(['pkey', '-in', bobKey, '-pubout']), 'public-key', 'public key'],
    [
      'a public key in DER',
      () => openssl(['pkey', '-in', bobKey, '-pubout', '-outform', 'DER']),
      'public-key',
      'public key',
    ],
    ['a PKCS#1 public key', () => openssl(['rsa', '-in', bobKey, '-RSAPublicKey_out']), 'public-key', 'public key'],
    [
      'a certificate request',
      () => openssl(['req', '-new', '-key', bobKey, '-subj', '/CN=x']),
      'certificate-request',
      'request',
    ],
    [
      'a request in DER',
      () => openssl(['req', '-new', '-key', bobKey, '-subj', '/CN=x', '-outform', 'DER']),
      'certificate-request',
      'request',
    ],
    ['a DSA key', () => '-----BEGIN DSA PRIVATE KEY-----\nMAA=\n-----END DSA PRIVATE KEY-----', 'unsupported', 'DSA'],
    [
      'an OpenSSH key',
      () => '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----',
      'unsupported',
      'OpenSSH',
    ],
    ['a Java keystore', () => Buffer.from('feedfeed00000002', 'hex'), 'unsupported', 'Java keystore'],
    [
      'an envelope',
      () => openssl(['smime', '-encrypt', '-outform', 'DER', bobCertificate], 'hi'),
      'nothing-found',
      'message',
    ],
    ['parameters alone', () => made(['ecparam', '-name', 'prime256v1']), 'nothing-found', 'no key'],
    ['text', () => 'hello there', 'nothing-found', 'no key'],
    ['an empty file', () => new Uint8Array(), 'nothing-found', 'empty'],
    ['other bytes', () => Buffer.from([1, 2, 3, 4, 5, 0]), 'nothing-found', 'no key'],
    ['a PNG', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'damaged', 'damaged'],
    ['a file cut off', () => bob.privateKey.slice(0, 500), 'cut-off', 'cut off'],
    ['a DER file cut off', () => pkcs12().subarray(0, 900), 'cut-off', 'is cut off'],
    ['a damaged key', () => without(bob.privateKey), 'damaged', 'private key is damaged'],
    ['a damaged certificate', () => without(bob.certificate), 'damaged', 'certificate is damaged'],
    ['a key whose numbers do not fit', () => mixedKey(), 'damaged', 'private key is damaged'],
  ])('%s', async (_, file, reason, text) => {
    const given = file();
    const { parts } = await readOne(readings, given, passphrase);
    expect(parts).toEqual([expect.objectContaining({ kind: 'refused', reason, text: expect.stringContaining(text) })]);
  });

  it('and what stands beside it is found', async () => {
    const cutOff = alice.privateKey.slice(0, 300);
    const text = `${bob.certificate}${without(bob.privateKey)}${cutOff}\n${alice.certificate}${bob.privateKey}${cutOff}`;
    const { parts } = await readOne(readings, text);
    expect(parts.map((part) => (part.kind === 'refused' ? part.reason : part.kind))).toEqual([
      'certificate',
      'damaged',
      'cut-off',
      'certificate',
      'private-key',
      'cut-off',
    ]);
  });
});

it('what is given in masses is bounded', async () => {
  const block = '-----BEGIN X-----\n-----END X-----\n';
  const { parts, notices } = await readOne(readings, block.repeat(30_000).slice(0, 1_000_000));
  expect(parts).toHaveLength(200);
  expect(notices).toEqual([expect.stringContaining('200')]);
});

/** Lines taken out of the middle. */
const without = (text: string) => text.split('\n').toSpliced(3, 5).join('\n');

/** An encrypted key whose derivation asks for this. */
function costly(derivation: string, ...numbers: Der[]): Uint8Array {
  const pbes2 = sequence(
    algorithm(derivation, sequence(octets(Buffer.alloc(8)), ...numbers)),
    algorithm('2.16.840.1.101.3.4.1.42', octets(Buffer.alloc(16))),
  );
  return Buffer.concat(sequence(algorithm('1.2.840.113549.1.5.13', pbes2), octets(Buffer.alloc(32))));
}

function mixedKey(): string {
  const { d, ...parts } = createPrivateKey(bob.privateKey).export({ format: 'jwk' });
  const { p, q, dp, dq, qi } = createPrivateKey(alice.privateKey).export({ format: 'jwk' });
  const mixed = createPrivateKey({ key: { ...parts, d, p, q, dp, dq, qi } as never, format: 'jwk' });
  return mixed.export({ type: 'pkcs8', format: 'pem' }).toString();
}

describe('passphrases', () => {
  const files: [string, () => Uint8Array][] = [
    ['PKCS#8', () => pkcs8('-v2', 'aes-256-cbc')],
    ['scrypt', () => pkcs8('-scrypt')],
    ['PBES1', () => pkcs8('-v1', 'PBE-SHA1-RC2-40', ...legacy)],
    ['Proc-Type', () => traditional('-aes256')],
    ['.p12', () => pkcs12()],
    ['.p12 without MAC', () => pkcs12('-nomac')],
  ];

  it.each(files)('%s: none, wrong ones and the right one are told apart', async (_, file) => {
    const reading = await readOne(readings, file());
    const [locked] = ofKind(reading, 'locked');
    expect(locked).toMatchObject({ tried: false, text: expect.stringContaining('passphrase') });
    for (const wrong of ['', 'wrong', 'Grüße', passphrase.toUpperCase(), 'a', 'b', 'c', 'd']) {
      const { parts } = await readings.unlock({ reading: reading.reading, passphrases: { [locked?.id ?? '']: wrong } });
      expect(parts).toEqual([{ ...locked, tried: true, text: expect.stringContaining('does not open') }]);
    }
    const opened = await readings.unlock({ reading: reading.reading, passphrases: { [locked?.id ?? '']: passphrase } });
    expect(ofKind(opened, 'private-key')).toEqual([
      expect.objectContaining({ encrypted: true, algorithm: 'RSA 2048' }),
    ]);
  });

  it('a damaged encrypted file is not a wrong passphrase', async () => {
    const encrypted = pkcs8('-v2', 'aes-256-cbc').toString();
    const changed = `${encrypted.slice(0, 800)}${encrypted[800] === 'A' ? 'B' : 'A'}${encrypted.slice(801)}`;
    const shortened = traditional('-aes256')
      .toString()
      .replace(/.{4}\n-----END/, '\n-----END');
    for (const file of [changed, shortened, without(encrypted)]) {
      const { parts } = await readOne(readings, file, passphrase);
      expect(parts).toEqual([expect.objectContaining({ kind: 'refused', reason: 'damaged' })]);
    }
  });

  it('says how each is encrypted', async () => {
    const encryption = async (file: Uint8Array) => ofKind(await readOne(readings, file), 'locked')[0]?.encryption;
    expect(await encryption(pkcs8('-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512'))).toBe(
      'PBES2 with PBKDF2, HMAC-SHA-512 and AES-256-CBC',
    );
    expect(await encryption(pkcs8('-scrypt'))).toBe('PBES2 with scrypt and AES-256-CBC');
    expect(await encryption(pkcs8('-v1', 'PBE-SHA1-RC2-40', ...legacy))).toBe('PBE-SHA1-RC2-40');
    expect(await encryption(traditional('-des3'))).toBe('3DES-CBC');
    expect(await encryption(pkcs12())).toBe('PKCS#12');
  });
});
