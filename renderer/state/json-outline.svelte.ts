import { type JsonMember, type JsonValue, jsonMembers, jsonValue } from '../parts/json-text.ts';

/** Members of a container shown before "more" is asked for. */
export const memberPage = 100;

export type OutlineLine = OutlineMember | OutlineMore;

export interface OutlineMember extends JsonMember {
  is: 'member';
  depth: number;
  path: readonly (string | number)[];
  expanded: boolean;
}

/** Stands for the members of a container that are not shown yet. */
export interface OutlineMore {
  is: 'more';
  depth: number;
  /** Where the container starts in the text. */
  container: number;
  path: readonly (string | number)[];
  shown: number;
}

/** The lines of a JSON text that are unfolded. Only what is unfolded is ever read. */
export class JsonOutline {
  lines: OutlineLine[] = $state.raw([]);

  constructor(text: string, base: readonly (string | number)[] = []) {
    const root: OutlineMember = {
      is: 'member',
      key: '',
      value: jsonValue(text),
      depth: 0,
      path: base,
      expanded: false,
    };
    this.lines = [root];
    this.toggle(0);
    // The first level below is read at once too, where it is small: a tree of one line tells nothing.
    for (let index = this.lines.length - 1; index > 0 && this.lines.length < memberPage; index -= 1)
      this.#unfoldSmall(index);
  }

  toggle(index: number): void {
    const line = this.lines[index];
    if (line?.is === 'more') this.#showMore(index, line);
    if (line?.is !== 'member' || !isContainer(line.value)) return;
    const lines = this.lines.slice();
    lines[index] = { ...line, expanded: !line.expanded };
    const inside = line.expanded ? [] : membersOf(line, 0);
    lines.splice(index + 1, line.expanded ? this.#extent(index) : 0, ...inside);
    this.lines = lines;
  }

  parentOf(index: number): number {
    const depth = this.lines[index]?.depth ?? 0;
    for (let at = index - 1; at >= 0; at -= 1) if ((this.lines[at]?.depth ?? 0) < depth) return at;
    return index;
  }

  #unfoldSmall(index: number): void {
    const line = this.lines[index];
    if (line?.is !== 'member' || line.depth > 2 || !isContainer(line.value)) return;
    if (!jsonMembers(line.value, 0, 12).more) this.toggle(index);
  }

  /** How many lines belong to a member, itself not counted. */
  #extent(index: number): number {
    const depth = this.lines[index]?.depth ?? 0;
    let end = index + 1;
    while (end < this.lines.length && (this.lines[end]?.depth ?? 0) > depth) end += 1;
    return end - index - 1;
  }

  #showMore(index: number, more: OutlineMore): void {
    const parent = this.lines[this.parentOf(index)];
    if (parent?.is !== 'member') return;
    const lines = this.lines.slice();
    lines.splice(index, 1, ...membersOf(parent, more.shown));
    this.lines = lines;
  }
}

export function isContainer(value: JsonValue): boolean {
  return value.kind === 'object' || value.kind === 'array';
}

function membersOf(line: OutlineMember, skip: number): OutlineLine[] {
  const { members, more } = jsonMembers(line.value, skip, memberPage);
  const depth = line.depth + 1;
  const lines: OutlineLine[] = members.map((member) => ({
    ...member,
    is: 'member',
    depth,
    path: [...line.path, member.key],
    expanded: false,
  }));
  if (more) lines.push({ is: 'more', depth, container: line.value.start, path: line.path, shown: skip + memberPage });
  return lines;
}
