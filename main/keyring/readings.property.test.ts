import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyReading } from '../../preload/contract/index.ts';
import { anEnvelope, anIdentity } from '../crypto/fixtures/identity.ts';
import { openssl, path, write } from '../crypto/fixtures/openssl.ts';
import { Problem } from '../problem.ts';
import { aKeyring, readOne } from './readings.fixture.ts';

const bob = anIdentity('bob');
write('leaf.key', bob.privateKey);
write('leaf.crt', bob.certificate);
const { keyring, readings } = await aKeyring();

describe('rule 12: whatever is given', () => {
  const seeds = (() => {
    openssl(['pkcs12', '-export', '-inkey', 'leaf.key', '-in', 'leaf.crt', '-passout', 'pass:x', '-out', 'seed.p12']);
    openssl([
      'pkcs12',
      '-export',
      '-nomac',
      '-keypbe',
      'NONE',
      '-certpbe',
      'NONE',
      '-inkey',
      'leaf.key',
      '-in',
      'leaf.crt',
      '-passout',
      'pass:x',
      '-out',
      'open.p12',
    ]);
    openssl([
      'pkcs8',
      '-topk8',
      '-in',
      'leaf.key',
      '-outform',
      'DER',
      '-v2',
      'aes-256-cbc',
      '-iter',
      '1',
      '-passout',
      'pass:x',
      '-out',
      'seed.p8',
    ]);
    openssl(['pkcs8', '-topk8', '-nocrypt', '-in', 'leaf.key', '-outform', 'DER', '-out', 'plain.p8']);
    openssl(['rsa', '-in', 'leaf.key', '-traditional', '-aes256', '-passout', 'pass:x', '-out', 'seed.pem']);
    openssl(['crl2pkcs7', '-nocrl', '-certfile', 'leaf.crt', '-outform', 'DER', '-out', 'seed.p7b']);
    openssl(['x509', '-in', 'leaf.crt', '-outform', 'DER', '-out', 'seed.crt']);
    return ['seed.p12', 'open.p12', 'seed.p8', 'plain.p8', 'seed.pem', 'seed.p7b', 'seed.crt'].map((name) =>
      readFileSync(path(name)),
    );
  })();

  /** A file of bytes that are changed, cut out or doubled. */
  const mutated = fc
    .tuple(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 }), fc.nat({ max: 3 })), { maxLength: 6 }),
    )
    .map(([seed, changes]) => {
      let file = Buffer.from(seed);
      for (const [place, byte, how] of changes) {
        // Headers stand close to the beginning.
        const at = how === 3 ? place % Math.min(80, file.length) : place % file.length;
        if (how === 1) file = Buffer.concat([file.subarray(0, at), file.subarray(at + byte)]);
        else if (how === 2) file = Buffer.concat([file.subarray(0, at), file.subarray(Math.max(0, at - byte))]);
        else file[at] = byte;
        if (file.length === 0) break;
      }
      return file;
    });

  it('ends in parts, never in an exception', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof({ weight: 5, arbitrary: mutated }, fc.uint8Array({ maxLength: 300 })), async (file) => {
        const reading = await readOne(readings, file, 'x');
        expect(keyReading.safeParse(reading).success).toBe(true);
        expect(reading.parts.length).toBeGreaterThan(0);
        readings.drop(reading.reading);
      }),
      { numRuns: 1500 },
    );
  });

  it('a text likewise', async () => {
    const texts = [bob.certificate, bob.privateKey, seeds[4]?.toString() ?? '', anEnvelope('x', bob)];
    const text = fc.tuple(fc.constantFrom(...texts), fc.nat(), fc.string({ maxLength: 4 }), fc.nat({ max: 30 }));
    await fc.assert(
      fc.asyncProperty(text, async ([seed, place, added, removed]) => {
        const at = place % seed.length;
        const reading = await readOne(readings, seed.slice(0, at) + added + seed.slice(at + removed), 'x');
        expect(keyReading.safeParse(reading).success).toBe(true);
        readings.drop(reading.reading);
      }),
      { numRuns: 500 },
    );
  });

  it('importing what a mutated file holds ends in items or a Problem', async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async (file) => {
        const { reading, parts } = await readOne(readings, file, 'x');
        for (const { id } of parts) {
          const items = [{ part: id, kind: 'identity' as const, addresses: ['a'], commonName: 'n' }];
          await readings
            .import({ reading, items, keep: false })
            .catch((error) => expect(error).toBeInstanceOf(Problem));
        }
        readings.drop(reading);
      }),
      { numRuns: 200 },
    );
    expect(keyring.items().length).toBeGreaterThan(0);
  });
});
