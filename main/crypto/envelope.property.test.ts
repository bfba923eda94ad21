import { createPublicKey } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { anEnvelope, anIdentity } from './fixtures/identity.ts';
import { openssl, write } from './fixtures/openssl.ts';
import { workerScript } from './fixtures/worker-script.ts';
import { unseal } from './key-ring.ts';
import { createOpener } from './opener.ts';
import { signSha256, verifySha256 } from './rsa.ts';
import { readSigned } from './signers.ts';

const bob = anIdentity('bob');
const alice = anIdentity('alice');
const forBob = ['-recip', write('bob.crt', bob.certificate)];
const forAlice = ['-recip', write('alice.crt', alice.certificate)];
const byAlice = ['-signer', write('alice.crt', alice.certificate), '-inkey', write('alice.key', alice.privateKey)];
const known = { ...alice.held, key: createPublicKey(alice.certificate) };

function opened(envelope: string | Uint8Array): Uint8Array {
  const unsealing = unseal(envelope, [alice.held, bob.held]);
  if (unsealing.state === 'opened') return unsealing.content;
  throw new Error(JSON.stringify(unsealing));
}

describe('to seal and then to open is to change nothing', () => {
  it('by node-forge', () => {
    const text = fc.string({ unit: 'binary', maxLength: 500 });
    const property = fc.property(text, (content) => {
      expect(Buffer.from(opened(anEnvelope(content, bob))).toString()).toBe(Buffer.from(content).toString());
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('by openssl, with each cipher, key transport, name and form', () => {
    const sealing = fc.record({
      cipher: fc.constantFrom(
        '-aes-128-cbc',
        '-aes-192-cbc',
        '-aes-256-cbc',
        '-des3',
        '-aes-128-gcm',
        '-aes-192-gcm',
        '-aes-256-gcm',
      ),
      recipients: fc.constantFrom(forBob, [...forAlice, ...forBob], [...forBob, ...forAlice]),
      transport: fc.constantFrom<string[]>(
        [],
        ['-keyopt', 'rsa_padding_mode:oaep'],
        ['-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha256', '-keyopt', 'rsa_mgf1_md:sha256'],
      ),
      name: fc.constantFrom<string[]>([], ['-keyid']),
      form: fc.constantFrom(['-outform', 'DER'], ['-outform', 'PEM'], ['-stream', '-outform', 'DER']),
    });
    const content = fc.uint8Array({ minLength: 1, maxLength: 3000 });
    const property = fc.property(content, sealing, (bytes, { cipher, recipients, transport, name, form }) => {
      const args = ['cms', '-encrypt', '-binary', cipher, ...form, ...name, ...recipients, ...transport];
      expect(Buffer.compare(opened(openssl(args, bytes)), bytes)).toBe(0);
    });
    fc.assert(property, { numRuns: 150 });
  });

  it('signed inside', () => {
    const property = fc.property(fc.uint8Array({ minLength: 1, maxLength: 3000 }), (bytes) => {
      const signed = openssl(['cms', '-sign', '-binary', '-nodetach', '-outform', 'DER', ...byAlice], bytes);
      const envelope = openssl(['cms', '-encrypt', '-binary', '-aes256', '-outform', 'DER', ...forBob], signed);
      const reading = readSigned(opened(envelope), [known]);
      if (reading?.state !== 'read') throw new Error(JSON.stringify(reading));
      expect(Buffer.compare(reading.content, bytes)).toBe(0);
      expect(reading.verdicts).toEqual([{ state: 'verified', by: 'alice' }]);
    });
    fc.assert(property, { numRuns: 30 });
  });
});

it('any flipped byte of a signed message makes it wrong', () => {
  const property = fc.property(
    fc.uint8Array({ minLength: 1, maxLength: 500 }),
    fc.nat(),
    fc.integer({ min: 1, max: 255 }),
    (content, place, change) => {
      const message = Buffer.concat([content, signSha256(content, alice.held.key)]);
      expect(verifySha256(content, message.subarray(content.length), known.key)).toBe(true);
      const at = place % message.length;
      message[at] = (message[at] ?? 0) ^ change;
      const [changed, signature] = [message.subarray(0, content.length), message.subarray(content.length)];
      expect(verifySha256(changed, signature, known.key)).toBe(false);
    },
  );
  fc.assert(property, { numRuns: 1000 });
});

describe('a hundred thousand random and mutated envelopes', () => {
  const content = '{"content":"hello"}';
  const cms = (...args: string[]) => openssl(['cms', '-encrypt', '-binary', ...args], content);
  const der = ['-outform', 'DER'];
  const bases: Buffer[] = [
    cms('-aes-256-cbc', ...der, ...forBob),
    cms('-aes-256-cbc', ...der, ...forAlice, ...forBob),
    cms('-aes-256-gcm', '-stream', ...der, ...forBob),
    cms('-aes-128-cbc', ...der, '-keyid', ...forBob, '-keyopt', 'rsa_padding_mode:oaep'),
    cms('-aes-256-cbc', ...der, '-pwri_password', 'x', ...forBob),
    cms('-des3', '-outform', 'PEM', ...forBob),
    openssl(['cms', '-sign', '-binary', '-nodetach', ...der, ...byAlice], content),
  ];
  /** RSA is what costs: of a hundred keyrings one has the key. */
  const keyrings = Array.from({ length: 100 }, (_, i) => (i === 50 ? [bob.held] : [alice.held]));

  const edit = fc.record({
    at: fc.nat(),
    remove: fc.nat(4),
    insert: fc.uint8Array({ maxLength: 4 }),
  });
  const mutated = fc
    .record({ base: fc.constantFrom(...bases), edits: fc.array(edit, { minLength: 1, maxLength: 3 }) })
    .map(({ base, edits }) => edits.reduce(mutate, base));
  const random = fc.uint8Array({ maxLength: 200 });
  const sequence = random.map((bytes) => Buffer.concat([Buffer.of(0x30, 0x81, bytes.length), bytes]));
  const armour = fc
    .string({ unit: 'binary', maxLength: 60 })
    .map((body) => `-----BEGIN CMS-----${body}-----END CMS-----`);
  const input = fc.oneof(
    { weight: 6, arbitrary: mutated },
    { weight: 1, arbitrary: random },
    { weight: 2, arbitrary: sequence },
    { weight: 1, arbitrary: armour },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  );

  function mutate(bytes: Buffer, { at, remove, insert }: { at: number; remove: number; insert: Uint8Array }): Buffer {
    const place = at % bytes.length;
    return Buffer.concat([bytes.subarray(0, place), insert, bytes.subarray(place + remove)]);
  }

  const states: Record<string, number> = {};
  function attempt(envelope: string | Uint8Array, keys: (typeof keyrings)[number]): void {
    // Any error that is not one of ours is thrown on.
    const { state } = unseal(envelope, keys);
    const reading = readSigned(envelope, [known]);
    states[state] = (states[state] ?? 0) + 1;
    if (reading?.state === 'read') states.signed = (states.signed ?? 0) + 1;
  }

  /** Bytes in use after a collection. */
  function used(): number {
    setFlagsFromString('--expose-gc');
    runInNewContext('gc')();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  }

  it('end in a result or a named error, and leave nothing behind', () => {
    const run = (numRuns: number) => fc.assert(fc.property(input, fc.constantFrom(...keyrings), attempt), { numRuns });
    run(20_000);
    const before = used();
    run(80_000);
    expect((used() - before) / 1e6).toBeLessThan(10);
    // Not all were turned away at the door.
    for (const state of ['opened', 'locked', 'broken', 'signed']) expect(states[state]).toBeGreaterThan(50);
  });

  it('kill no thread of the pool', async () => {
    const opener = createOpener(workerScript, 2);
    afterAll(() => opener.close());
    opener.hold([bob.held]);
    const outcomes = await Promise.allSettled(fc.sample(input, 3000).map((envelope) => opener.open(envelope)));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
  });
});
