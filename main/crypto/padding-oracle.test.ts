import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readEnvelope } from './cms.ts';
import { anIdentity } from './fixtures/identity.ts';
import { openssl, write } from './fixtures/openssl.ts';
import { unseal } from './key-ring.ts';

// Who could tell why a sealed key was refused could open any envelope by asking often enough: Bleichenbacher 1998.

const bob = anIdentity('bob');
const publicKey = createPublicKey(bob.certificate);
const recipient = ['-recip', write('bob.crt', bob.certificate)];
/** Long, so that whoever did not try to decrypt it would be much faster. */
const content = Buffer.alloc(400_000, 'x');
const envelope = openssl(['cms', '-encrypt', '-binary', '-aes-256-gcm', '-outform', 'DER', ...recipient], content);
const sealedKey = readEnvelope(envelope).recipients.map((one) =>
  one.kind === 'key-transport' ? one.sealedKey : undefined,
)[0];

/** The envelope with another key sealed in it. */
function withSealedKey(sealed: Uint8Array): Uint8Array {
  if (!sealedKey) throw new Error('no key transport');
  const changed = Buffer.from(envelope);
  changed.set(sealed, changed.indexOf(sealedKey));
  return changed;
}

const pad = (key: Uint8Array) => publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, key);
const raw = (block: Uint8Array) => publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, block);

/** Three ways to be refused, of which nobody may know which it was. */
const causes: Readonly<Record<string, () => Uint8Array>> = {
  'wrong padding': () => raw(Buffer.concat([Buffer.of(0, 1), randomBytes(254)])),
  'right padding, wrong length': () => pad(randomBytes(24)),
  'right padding and length, another key': () => pad(randomBytes(32)),
};

describe('why a PKCS#1 v1.5 key was refused', () => {
  it('does not show in the answer', () => {
    const [first, ...others] = Object.values(causes).map((seal) => unseal(withSealedKey(seal()), [bob.held]));
    expect(first).toMatchObject({
      state: 'broken',
      reason: 'The private key does not open it, or it was damaged on its way.',
    });
    for (const other of others) expect(other).toEqual(first);
  });

  it('does not show in the time', () => {
    const kinds = Object.values(causes).map((seal) => ({
      envelopes: Array.from({ length: 8 }, () => withSealedKey(seal())),
      times: [] as number[],
    }));
    for (const [round, { envelopes, times }] of shuffled(kinds, 400).entries()) {
      const input = envelopes[round % envelopes.length] ?? envelope;
      const start = process.hrtime.bigint();
      unseal(input, [bob.held]);
      times.push(Number(process.hrtime.bigint() - start));
    }
    const [wrongPadding, wrongLength, anotherKey] = kinds.map(({ times }) => times);
    for (const chance of [
      chanceOfLonger(wrongPadding, wrongLength),
      chanceOfLonger(wrongPadding, anotherKey),
      chanceOfLonger(wrongLength, anotherKey),
    ]) {
      expect(chance).toBeGreaterThan(0.25);
      expect(chance).toBeLessThan(0.75);
    }
  });
});

/** Each value so many times, in an order that chance decides: what else the machine does falls on all of them alike. */
function shuffled<Value>(values: readonly Value[], times: number): Value[] {
  return values
    .flatMap((value) => Array.from({ length: times }, () => ({ value, place: Math.random() })))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

/** How often a time of the first kind is longer than one of the second: a half where nothing tells them apart. */
function chanceOfLonger(first: readonly number[] = [], second: readonly number[] = []): number {
  let longer = 0;
  for (const a of first) for (const b of second) longer += a > b ? 1 : a === b ? 0.5 : 0;
  return longer / (first.length * second.length);
}
