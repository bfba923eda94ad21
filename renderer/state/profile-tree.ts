import type { Profile, ProfileId } from '../../preload/contract/index.ts';

/** Profiles of one folder; an empty name for those in none. */
export interface Folder {
  name: string;
  profiles: Profile[];
}

export type TreeRow =
  | { row: 'folder'; key: string; name: string; size: number; folded: boolean }
  | { row: 'profile'; key: string; profile: Profile; level: 1 | 2 };

/** Where each profile stands, in order: what `profile:arrange` takes. */
export type Order = { id: ProfileId; folder: string }[];

/** Profiles without a folder first, then the folders in the order of their first profiles. */
export function foldersOf(profiles: readonly Profile[]): Folder[] {
  const folders: Folder[] = [{ name: '', profiles: [] }];
  for (const profile of profiles) {
    const folder = folders.find((candidate) => candidate.name === profile.folder);
    if (folder) folder.profiles.push(profile);
    else folders.push({ name: profile.folder, profiles: [profile] });
  }
  return folders;
}

/** What the sidebar shows. While a filter is set nothing is folded in. */
export function treeRows(profiles: readonly Profile[], folded: readonly string[], filter: string): TreeRow[] {
  const wanted = filter.trim().toLowerCase();
  const hits = profiles.filter((profile) => `${profile.name} ${profile.folder}`.toLowerCase().includes(wanted));
  return foldersOf(hits).flatMap(({ name, profiles }) => {
    const isFolded = wanted === '' && folded.includes(name);
    const level = name === '' ? 1 : 2;
    const rows: TreeRow[] = profiles.map((profile) => ({ row: 'profile', key: profile.id, profile, level }));
    if (name === '') return rows;
    const head: TreeRow = { row: 'folder', key: `folder ${name}`, name, size: profiles.length, folded: isFolded };
    return isFolded ? [head] : [head, ...rows];
  });
}

/** One place up or down; over the edge of a folder into the next one. */
export function movedByStep(profiles: readonly Profile[], id: ProfileId, by: 1 | -1): Order {
  const folders = foldersOf(profiles);
  const at = folders.findIndex((folder) => folder.profiles.some((profile) => profile.id === id));
  const folder = folders[at];
  if (!folder) return orderOf(folders);
  const index = folder.profiles.findIndex((profile) => profile.id === id);
  const [profile] = folder.profiles.splice(index, 1);
  const inside = index + by >= 0 && index + by <= folder.profiles.length;
  const target = inside ? folder : (folders[at + by] ?? folder);
  const place = inside ? index + by : target === folder ? index : by === 1 ? 0 : target.profiles.length;
  if (profile) target.profiles.splice(place, 0, profile);
  return orderOf(folders);
}

/** Into a folder, before another profile of it or at its end. */
export function movedInto(
  profiles: readonly Profile[],
  id: ProfileId,
  folder: string,
  before: ProfileId | null = null,
): Order {
  const order = orderOf(foldersOf(profiles)).filter((item) => item.id !== id);
  const end = order.findLastIndex((item) => item.folder === folder) + 1 || order.length;
  const place = before === null ? -1 : order.findIndex((item) => item.id === before);
  return order.toSpliced(place === -1 ? end : place, 0, { id, folder });
}

export function withFolderRenamed(profiles: readonly Profile[], from: string, to: string): Order {
  return orderOf(foldersOf(profiles)).map((item) => (item.folder === from ? { ...item, folder: to.trim() } : item));
}

function orderOf(folders: readonly Folder[]): Order {
  return folders.flatMap(({ name, profiles }) => profiles.map(({ id }) => ({ id, folder: name })));
}
