import { join } from 'node:path';
import { z } from 'zod';
import { keyringItem } from '../../preload/contract/index.ts';
import { readCertificate } from '../crypto/certificate.ts';
import { type JsonFile, openJsonFile } from '../json-file.ts';

const stored = keyringItem.pick({ id: true, kind: true, address: true, certificate: true, demo: true });
const schema = z.strictObject({ version: z.literal(1), items: z.array(stored.refine(isReadable)) });

/** What is written of a keyring item; all else is in its certificate, and the private key among the secrets. */
export type Stored = z.infer<typeof stored>;
export type KeyringFile = JsonFile<z.infer<typeof schema>>;

export function openKeyringFile(folder: string): Promise<KeyringFile> {
  return openJsonFile(join(folder, 'keyring.json'), schema, { version: 1, items: [] });
}

function isReadable({ certificate }: { certificate: string }): boolean {
  try {
    return readCertificate(certificate).pem !== '';
  } catch {
    return false;
  }
}
