import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { PeerItem } from '../../preload/contract/index.ts';
import { readCertificate } from '../crypto/certificate.ts';
import { anIdentity } from '../crypto/fixtures/identity.ts';
import { workerScript } from '../crypto/fixtures/worker-script.ts';
import { createOpener } from '../crypto/opener.ts';
import { signSha256 } from '../crypto/rsa.ts';
import { createLens } from './lens.ts';

const alice = anIdentity('alice');
// Only what the lens asks for.
const item = { id: 'alice', kind: 'peer', address: 'kld://alice' } as PeerItem;
const keys = [{ certificate: readCertificate(alice.certificate), item }];
const opener = createOpener(workerScript);
afterAll(() => opener.close());
const lens = createLens({ keys: async () => keys, identity: () => undefined, sharedKeys: async () => [] }, opener);

it('a signed message is verified, and wrong as soon as any byte of it is flipped', async () => {
  const message = fc.uint8Array({ minLength: 1, maxLength: 500 });
  const property = fc.asyncProperty(
    message,
    fc.nat(),
    fc.integer({ min: 1, max: 255 }),
    async (content, at, change) => {
      const whole = Buffer.concat([content, signSha256(content, alice.held.key)]);
      const judge = () => lens.verify(whole.subarray(0, content.length), whole.subarray(content.length), 'kld://alice');
      expect((await judge()).signature).toEqual({ state: 'verified', by: 'kld://alice' });
      const place = at % whole.length;
      whole[place] = (whole[place] ?? 0) ^ change;
      expect((await judge()).signature.state).toBe('wrong');
    },
  );
  await fc.assert(property, { numRuns: 500 });
});
