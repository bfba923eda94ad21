import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../../refusal.ts';
import type { Memory } from '../service.ts';
import { describePublicKey, type PublicKey } from './public-key.ts';

export interface OwnKey {
  readonly privateKey: KeyObject;
  readonly publicKey: PublicKey;
}

/** Names under which a profile remembers its private key: the setting's, and the one that was made here. */
const setting = 'privateKey';
const made = 'private-key';

/** The setting's, else the one that was made before. Throws a Refusal where it cannot be read. */
export async function findOwnKey(memory: Pick<Memory, 'get'>): Promise<OwnKey | undefined> {
  const pem = (await memory.get(setting)) || (await memory.get(made));
  return pem ? readOwnKey(pem) : undefined;
}

/** RSA of 2048 bits, as the vendor's client makes them; made off the main loop, and kept. */
export async function makeOwnKey(memory: Memory): Promise<OwnKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048, publicExponent: 65_537 });
  await memory.put(made, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  return { privateKey, publicKey: describePublicKey(createPublicKey(privateKey)) };
}

export function readOwnKey(pem: string): OwnKey {
  try {
    const privateKey = createPrivateKey(pem);
    return { privateKey, publicKey: describePublicKey(createPublicKey(privateKey)) };
  } catch {
    const text = 'The own private key of this profile cannot be used.';
    const hint = 'Give an RSA key as PKCS#8 PEM without a passphrase, or none: then one is made.';
    throw new Refusal({ code: 'settings', text, hint }, { retry: false });
  }
}
