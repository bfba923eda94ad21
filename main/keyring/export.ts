import { createPublicKey } from 'node:crypto';
import type { KeyringItem, PublicPart, TextFile } from '../../preload/contract/index.ts';
import { makeRequest, textOf } from '../crypto/new-certificate.ts';
import { sealKey } from '../crypto/sealed-key.ts';
import { Problem } from '../problem.ts';
import type { Keyring } from './keyring.ts';

/** What others may see of an item, as PEM. Throws a {@link Problem} where it has no such part. */
export async function exportPublic(keyring: Keyring, id: string, part: PublicPart): Promise<TextFile> {
  const item = keyring.get(id);
  if (item.kind === 'shared') throw new Problem('refused', 'A shared key has no public part.');
  switch (part) {
    case 'certificate':
      return { name: nameFor(item, '.crt.pem'), text: item.certificate };
    case 'chain': {
      const texts = [item, ...item.chain].map(({ certificate }) => certificate);
      return { name: nameFor(item, '.chain.pem'), text: texts.join('') };
    }
    case 'public-key': {
      const text = createPublicKey(item.certificate).export({ type: 'spki', format: 'pem' }).toString();
      return { name: nameFor(item, '.pub.pem'), text };
    }
    case 'request':
      return { name: nameFor(item, '.csr.pem'), text: await requestOf(keyring, item) };
  }
}

async function requestOf(keyring: Keyring, { id, kind, ...item }: Exclude<KeyringItem, { kind: 'shared' }>) {
  if (kind === 'peer') throw new Problem('refused', 'Only who has the private key can request a certificate for it.');
  const text = makeRequest(await heldKey(keyring, id), item.certificate);
  if (text === undefined) throw new Problem('refused', 'No request can be made with a key of this kind.');
  return text;
}

/** A private key, encrypted: the one way in which it leaves. */
export async function exportPrivateKey(keyring: Keyring, id: string, passphrase: string): Promise<TextFile> {
  const item = keyring.get(id);
  if (item.kind !== 'identity') throw new Problem('refused', 'There is no private key with this.');
  const sealed = await sealKey(await heldKey(keyring, id), passphrase);
  return { name: nameFor(item, '.key.pem'), text: textOf('ENCRYPTED PRIVATE KEY', sealed) };
}

async function heldKey(keyring: Keyring, id: string) {
  const key = await keyring.key(id);
  if (!key) throw new Problem('unavailable', 'The private key is not at hand. Import it again with its certificate.');
  return key;
}

/** What the address leaves of itself in a file's name on every system. */
function nameFor({ address }: KeyringItem, ending: string): string {
  const stem = address
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);
  return `${stem || 'key'}${ending}`;
}
