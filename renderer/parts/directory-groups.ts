import type { DirectoryItem, ServiceDescription } from '../../preload/contract/index.ts';

export interface DirectoryGroup {
  kind: string;
  title: string;
  /** Said while the group has no lines. */
  empty: string;
  /** Items in the order of their titles, each followed by what stands under it. */
  lines: { item: DirectoryItem; depth: number }[];
  /** Lines of this kind, without those of others under them. */
  count: number;
  /** There are items of this kind, and all of them stand under items of others. */
  elsewhere: boolean;
}

/** Items by kind; one with a parent stands under that, whatever its kind. A parent stays while a child matches. */
export function directoryGroups(
  items: DirectoryItem[],
  kinds: ServiceDescription['directory'],
  filter: string,
): DirectoryGroup[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const ids = new Set(items.map(({ id }) => id));
  const children = new Map<string, DirectoryItem[]>();
  const sorted = items.toSorted((a, b) => a.title.localeCompare(b.title));
  for (const item of sorted) {
    if (isRoot(item, ids) || item.parent === undefined) continue;
    const siblings = children.get(item.parent);
    if (siblings) siblings.push(item);
    else children.set(item.parent, [item]);
  }
  return kinds.map((kind) => {
    const roots = sorted.filter((item) => item.kind === kind.kind && isRoot(item, ids));
    const seen = new Set<DirectoryItem>();
    const lines = roots.flatMap((root) => linesUnder(root, 0, { children, words, seen }));
    const count = lines.filter(({ item }) => item.kind === kind.kind).length;
    return { ...kind, lines, count, elsewhere: roots.length === 0 && items.some((item) => item.kind === kind.kind) };
  });
}

function isRoot({ id, parent }: DirectoryItem, ids: Set<string>): boolean {
  return parent === undefined || parent === id || !ids.has(parent);
}

interface Walk {
  children: Map<string, DirectoryItem[]>;
  words: string[];
  /** Ids are unique only within a kind, so that an item could come to stand under itself. */
  seen: Set<DirectoryItem>;
}

function linesUnder(item: DirectoryItem, depth: number, walk: Walk): DirectoryGroup['lines'] {
  if (walk.seen.has(item)) return [];
  walk.seen.add(item);
  const below = (walk.children.get(item.id) ?? []).flatMap((child) => linesUnder(child, depth + 1, walk));
  return below.length > 0 || matches(item, walk.words) ? [{ item, depth }, ...below] : [];
}

function matches(item: DirectoryItem, words: string[]): boolean {
  const text = [item.title, item.id, item.detail ?? '', item.presence?.text ?? '', ...item.badges]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}
