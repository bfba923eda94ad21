import { afterAll, expect, it } from 'vitest';
import type { IdentityItem, PeerItem } from '../../../preload/contract/index.ts';
import { readCertificate } from '../../crypto/certificate.ts';
import { anIdentity } from '../../crypto/fixtures/identity.ts';
import { openssl, write } from '../../crypto/fixtures/openssl.ts';
import { workerScript } from '../../crypto/fixtures/worker-script.ts';
import { createOpener } from '../../crypto/opener.ts';
import { createLens, type LensKey } from '../../keyring/lens.ts';
import { judge } from './judge.ts';

// SignedData in an envelope, as openssl makes both, through the real keyring's lens.

const from = 'kld://app2app/m/m1/e/e1/s/s1/d/alice';
const to = 'kld://app2app/m/m2/e/e1/s/s1/d/bob';
const [alice, bob] = [anIdentity('alice'), anIdentity('bob')];
const signer = ['-signer', write('alice.crt', alice.certificate), '-inkey', write('alice.key', alice.privateKey)];
const recipient = ['-recip', write('bob.crt', bob.certificate)];

const opener = createOpener(workerScript);
opener.hold([bob.held]);
afterAll(() => opener.close());

// Only what the lens asks for.
const kept = (kind: 'identity' | 'peer', address: string, { certificate, held }: typeof alice): LensKey => ({
  certificate: readCertificate(certificate),
  item: { id: held.id, kind, address } as IdentityItem | PeerItem,
});
const lensOf = (...keys: LensKey[]) =>
  createLens({ keys: async () => keys, identity: () => undefined, sharedKeys: async () => [] }, opener);
const ours = kept('identity', to, bob);

function envelopeOf(sender: string): string {
  const message = JSON.stringify({ headers: { from: sender, to }, content: 'secret' });
  const signed = openssl(['cms', '-sign', '-binary', '-nodetach', '-outform', 'DER', ...signer], message);
  return openssl(['cms', '-encrypt', '-binary', '-aes256', '-outform', 'PEM', ...recipient], signed).toString();
}

it('a signed message in an envelope is opened and verified by the certificate kept for its sender', async () => {
  const judgement = await judge([envelopeOf(from)], lensOf(ours, kept('peer', from, alice)));
  expect(judgement).toMatchObject({
    opened: { state: 'opened', by: to },
    signature: { state: 'verified', by: from },
    from,
    to,
    preview: 'secret',
  });
  const names = judgement.facts?.map(({ name }) => name) ?? [];
  expect(
    names.filter((name) => ['Envelope', 'Opened with', 'Signed message', 'Signed by'].includes(name)),
  ).toHaveLength(4);
});

it('it has an unknown signer while only the certificate inside speaks for it', async () => {
  const { signature } = await judge([envelopeOf(from)], lensOf(ours));
  expect(signature).toEqual({ state: 'signer-unknown', reason: expect.stringContaining('nobody vouches for') });
});

it('it is wrong when it says that it is from somebody else', async () => {
  const { signature } = await judge([envelopeOf('kld://mallory')], lensOf(ours, kept('peer', from, alice)));
  expect(signature).toEqual({ state: 'wrong', reason: expect.stringContaining('from kld://mallory') });
});
