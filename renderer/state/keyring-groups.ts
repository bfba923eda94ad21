import type { KeyringItem } from '../../preload/contract/index.ts';

export interface KeyringGroup {
  kind: KeyringItem['kind'];
  title: string;
  items: KeyringItem[];
}

const titles = [
  ['identity', 'Identities'],
  ['peer', 'Peers'],
  ['shared', 'Shared keys'],
] as const;

/**
 * Items of the keyring by kind, in the order of their addresses; groups without any are left out. All words of the filter
 * must occur; `"quotes"` keep words together, `-word` leaves out. `profileNames`: of the profiles that use an item.
 */
export function keyringGroups(
  items: readonly KeyringItem[],
  filter: string,
  profileNames: (item: KeyringItem) => string[],
): KeyringGroup[] {
  const words = [...filter.toLowerCase().matchAll(/(-?)(?:"([^"]*)"|(\S+))/g)].map(([, minus, quoted, word]) => ({
    text: quoted ?? word ?? '',
    wanted: minus === '',
  }));
  const matches = (item: KeyringItem) => {
    const text = textOf(item, profileNames(item));
    return words.every((word) => text.includes(word.text) === word.wanted);
  };
  return titles.flatMap(([kind, title]) => {
    const found = items.filter((item) => item.kind === kind && matches(item));
    const sorted = found.toSorted((a, b) => a.address.localeCompare(b.address));
    return sorted.length > 0 ? [{ kind, title, items: sorted }] : [];
  });
}

function textOf(item: KeyringItem, profileNames: string[]): string {
  const own = item.kind === 'shared' ? [] : [item.subject, item.issuer, item.serial, item.algorithm];
  const warnings = item.kind === 'shared' ? [] : item.warnings.map(({ code }) => code);
  const all = [item.address, item.fingerprint, item.demo ? 'demo' : '', ...own, ...warnings, ...profileNames];
  return all.join('\n').toLowerCase();
}
