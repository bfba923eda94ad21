import type { KeyringItem } from '../../preload/contract/index.ts';
import type { Choice } from './form-values.ts';
import { shortAddress } from './short-address.ts';

const kinds: Readonly<Record<string, readonly KeyringItem['kind'][]>> = {
  'keyring:identity': ['identity'],
  'keyring:certificate': ['identity', 'peer'],
  'keyring:shared': ['shared'],
};

/** What a field is completed with from the keyring; none for kinds of the directory. */
export function keyringChoices(kind: string, items: readonly KeyringItem[]): Choice[] {
  const wanted = kinds[kind] ?? [];
  const addresses = new Set(items.filter((item) => wanted.includes(item.kind)).map(({ address }) => address));
  return [...addresses].map((value) => ({ value, label: shortAddress(value) }));
}
