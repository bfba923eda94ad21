import type { Fact } from '../../../preload/contract/index.ts';
import type { RsaPadding } from '../../crypto/rsa.ts';
import type { Suite } from './suite.ts';

/** Of AES-CBC with its fixed IV, as a warning beside what was opened. */
export const unprotected = 'Nothing shows whether it was changed on its way, and its IV is always the same.';

const sender = 'Nothing proves who wrote it: the service alone says so.';

/** How a message to a contact is encrypted, and what that does not protect. */
export function contactFacts(padding: RsaPadding): Fact[] {
  const encryption = padding === 'pkcs1' ? 'RSA PKCS#1 v1.5' : 'RSA-OAEP (SHA-256)';
  return [
    { name: 'Encryption', value: encryption },
    { name: 'Warning', value: `${sender} Whoever has the public key can encrypt.` },
  ];
}

/** Likewise of a message to a group. */
export function groupFacts(symmetric: Suite['symmetric']): Fact[] {
  if (symmetric === 'gcm-prefixed-iv') {
    const value = `${sender} Every member, past ones too, has the key.`;
    return [
      { name: 'Encryption', value: 'AES-256-GCM, IV before the text' },
      { name: 'Warning', value },
    ];
  }
  return [
    { name: 'Encryption', value: 'AES-256-CBC, fixed IV' },
    { name: 'IV', value: '16 times “0” (0x30), never sent: equal texts look equal' },
    { name: 'Warning', value: `No integrity: a changed message may open all the same. ${sender}` },
  ];
}
