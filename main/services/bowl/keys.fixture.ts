import { generateKeyPairSync } from 'node:crypto';
import { type OwnKey, readOwnKey } from './own-key.ts';

/** A key pair for tests, with the private half as PEM. */
export function aKey(modulusLength = 2048): OwnKey & { pem: string } {
  const pem = generateKeyPairSync('rsa', { modulusLength })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  return { ...readOwnKey(pem), pem };
}
