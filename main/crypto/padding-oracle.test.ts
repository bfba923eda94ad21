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
const envelope = openssl(
  ['cms', '-encrypt', '-binary', '-aes-256-gcm', '-outform', 'DER', ...recipient],
  'x'.repeat(300),
);
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
const causes = {
  'wrong padding': () => raw(Buffer.concat([Buffer.of(0, 1), randomBytes(254)])),
  'right padding, wrong length': () => pad(randomBytes(24)),
  'right padding and length, another key': () => pad(randomBytes(32)),
} as const;
type Cause = keyof typeof causes;
const names = Object.keys(causes) as Cause[];

describe('why a PKCS#1 v1.5 key was refused', () => {
  it('does not show in the answer', () => {
    const [first, ...others] = names.map((cause) => unseal(withSealedKey(causes[cause]()), [bob.held]));
    expect(first).toMatchObject({
      state: 'broken',
      reason: 'The private key does not open it, or it was damaged on its way.',
    });
    for (const other of others) expect(other).toEqual(first);
  });

  it('does not show in the time', () => {
    const rounds = 400;
    const envelopes = new Map(
      names.map((cause) => [cause, Array.from({ length: 8 }, () => withSealedKey(causes[cause]()))]),
    );
    const times = new Map<Cause, number[]>(names.map((cause) => [cause, []]));
    // In an order that chance decides, so that what else the machine does falls on all alike.
    const order = names.flatMap((cause) => Array.from({ length: rounds }, () => cause));
    for (let i = order.length - 1; i > 0; i -= 1) {
      const j = Math.floor(Math.random() * (i + 1));
      [order[i], order[j]] = [order[j] as Cause, order[i] as Cause];
    }
    for (const [i, cause] of order.entries()) {
      const input = envelopes.get(cause)?.[i % 8] ?? envelope;
      const start = process.hrtime.bigint();
      unseal(input, [bob.held]);
      times.get(cause)?.push(Number(process.hrtime.bigint() - start));
    }
    for (const [one, other] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const chance = chanceOfLonger(times.get(names[one] as Cause) ?? [], times.get(names[other] as Cause) ?? []);
      expect(chance, `${names[one]} against ${names[other]}`).toBeGreaterThan(0.25);
      expect(chance, `${names[one]} against ${names[other]}`).toBeLessThan(0.75);
    }
  });
});

/** How often a time of the first kind is longer than one of the second: a half where nothing tells them apart. */
function chanceOfLonger(first: readonly number[], second: readonly number[]): number {
  let longer = 0;
  for (const a of first) for (const b of second) longer += a > b ? 1 : a === b ? 0.5 : 0;
  return longer / (first.length * second.length);
}
