import { join } from 'node:path';
import { z } from 'zod';
import { identityItem, peerItem, sharedItem } from '../../preload/contract/index.ts';
import { type JsonFile, openJsonFile } from '../json-file.ts';
import { certificateOf } from './item.ts';

const every = { id: true, kind: true, address: true, demo: true } as const;
const pem = z.string();
const certified = { certificate: pem, chain: z.array(pem) };
const stored = z.discriminatedUnion('kind', [
  identityItem.pick(every).extend(certified),
  peerItem.pick(every).extend(certified),
  sharedItem.pick({ ...every, bits: true, fingerprint: true }),
]);
const schema = z.strictObject({ version: z.literal(2), items: z.array(stored) });

const firstVersion = z
  .strictObject({
    version: z.literal(1),
    items: z.array(
      z.discriminatedUnion('kind', [
        identityItem.pick(every).extend({ certificate: pem }),
        peerItem.pick(every).extend({ certificate: pem }),
      ]),
    ),
  })
  .transform(({ items }) => ({ version: 2 as const, items: items.map((item) => ({ ...item, chain: [] })) }));

/** What is written of a keyring item; all else is in its certificate, and its key among the secrets. */
export type Stored = z.infer<typeof stored>;
type Content = z.infer<typeof schema>;
export type KeyringFile = JsonFile<Content>;

export function openKeyringFile(folder: string): Promise<KeyringFile> {
  return openJsonFile<Content>(join(folder, 'keyring.json'), z.union([schema, firstVersion]), {
    version: 2,
    items: [],
  });
}

/** Whether this runtime knows the kinds of its keys: Electron, for one, knows fewer curves than Node. */
export function isReadable(item: Stored): boolean {
  try {
    if (item.kind !== 'shared') for (const text of [item.certificate, ...item.chain]) certificateOf(text);
    return true;
  } catch {
    return false;
  }
}
