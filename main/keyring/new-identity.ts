import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { Input } from '../../preload/contract/index.ts';
import { makeCertificate } from '../crypto/new-certificate.ts';
import { Problem } from '../problem.ts';
import type { NewItem } from './keyring.ts';

/** A new RSA key, made in a thread of the runtime's own, and a self-signed certificate for it. */
export async function makeIdentity(wanted: Omit<Input<'keyring:generate'>, 'keep'>): Promise<NewItem> {
  const { address, commonName, bits, days } = wanted;
  const { privateKey: key } = await promisify(generateKeyPair)('rsa', { modulusLength: bits });
  const certificate = makeCertificate(key, { commonName, days });
  if (!certificate) throw new Problem('failed', 'No certificate could be made for the new key.');
  return { kind: 'identity', address, certificate, chain: [], key };
}
