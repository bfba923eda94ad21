import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { Fact, KeyringItem } from '../../preload/contract/index.ts';
import { type Certificate, describeKey } from '../crypto/certificate.ts';
import { CryptoProblem } from '../crypto/problem.ts';
import { readPublicKey } from '../crypto/public-key.ts';
import { factsOfCertificate } from '../keyring/certificate-facts.ts';
import { certificateOf } from '../keyring/item.ts';
import { fieldProblem } from './content.ts';
import type { Bench } from './tool.ts';

const fromKeyring = { field: 'keyFrom', oneOf: ['keyring'] };
const pasted = { field: 'keyFrom', oneOf: ['pasted'] };

/** Fields that choose somebody's public key. */
export const publicKeyFields = {
  keyFrom: z
    .enum(['keyring', 'pasted'])
    .default('keyring')
    .meta({ title: 'Public key', labels: { keyring: 'From the keyring', pasted: 'Pasted' } }),
  address: z.string().trim().max(1000).default('').meta({
    title: 'Whose',
    description: 'An address of the keyring.',
    suggest: 'keyring:certificate',
    showWhen: fromKeyring,
  }),
  publicKey: z.string().max(200_000).default('').meta({
    title: 'Certificate or public key',
    description: 'PEM, or DER in base64.',
    multiline: true,
    showWhen: pasted,
  }),
};

/** Field that chooses one of our own keys. */
export const identityField = z
  .string()
  .trim()
  .min(1, 'Choose an identity')
  .max(1000)
  .meta({ title: 'Identity', description: 'The address of one of yours.', suggest: 'keyring:identity' });

/** A public key, whose it is, and what is to be said of it. */
export interface ChosenKey {
  readonly key: KeyObject;
  readonly owner: string;
  readonly facts: Fact[];
}

interface PublicKeyInput {
  keyFrom: 'keyring' | 'pasted';
  address: string;
  publicKey: string;
}

/** Newest first; one where it was pasted. Throws a {@link Problem} at the field where there is none. */
export function publicKeysOf(
  { keyFrom, address, publicKey }: PublicKeyInput,
  bench: Bench,
): [ChosenKey, ...ChosenKey[]] {
  if (keyFrom === 'pasted') return [readPasted(publicKey)];
  if (address === '') throw fieldProblem('address', 'Say whose key it is');
  const [first, ...others] = bench.keyring
    .items()
    .filter((item) => item.kind !== 'shared' && item.address === address)
    .reverse()
    .flatMap((item) => (item.kind === 'shared' ? [] : [chosen(certificateOf(item.certificate), address)]));
  if (!first) throw fieldProblem('address', 'No certificate is kept for this address');
  return [first, ...others];
}

function readPasted(text: string): ChosenKey {
  if (text.trim() === '') throw fieldProblem('publicKey', 'Paste a certificate or a public key');
  try {
    const { key, certificate } = readPublicKey(text);
    if (certificate) return chosen(certificate, certificate.subject);
    return { key, owner: 'the holder of the pasted key', facts: [{ name: 'Public key', value: describeKey(key) }] };
  } catch (error) {
    if (!(error instanceof CryptoProblem)) throw error;
    throw fieldProblem('publicKey', `This cannot be read: ${error.message}`);
  }
}

const chosen = (certificate: Certificate, owner: string): ChosenKey => ({
  key: certificate.publicKey,
  owner,
  facts: factsOfCertificate(certificate),
});

/** The private key of an identity. Throws a {@link Problem} at `field` where it is not at hand. */
export async function privateKeyOf(address: string, field: string, { keyring }: Bench): Promise<KeyObject> {
  return keyOf(keyring, field, 'identity', address);
}

/** An AES key of the keyring. Likewise. */
export async function sharedKeyOf(address: string, field: string, { keyring }: Bench): Promise<Uint8Array> {
  return new Uint8Array((await keyOf(keyring, field, 'shared', address)).export());
}

async function keyOf(
  keyring: Bench['keyring'],
  field: string,
  kind: KeyringItem['kind'],
  address: string,
): Promise<KeyObject> {
  const item = keyring.items().findLast((each) => each.kind === kind && each.address === address);
  if (!item) throw fieldProblem(field, 'There is none for this address in the keyring');
  const key = await keyring.key(item.id);
  if (!key) throw fieldProblem(field, 'Its key is not at hand: import it again');
  return key;
}
