import {
  type Filter,
  notOf,
  type Path,
  printFilter,
  type TextField,
  termText,
} from '../../preload/contract/filter/index.ts';
import type { EntryRow } from '../../preload/contract/index.ts';

/** A value that is shown somewhere and can be asked for. */
export interface Seen {
  /** Met by the entries that have it, and by those that have not. */
  term: string;
  without: string;
}

/** Parts of a row that show a value. */
export type SeenPart = TextField | 'direction' | 'opened' | 'signature';

export type SeenParts = Partial<Record<SeenPart, Seen>>;

/** What a row of the log shows. `connection`: its profile's name. */
export function seenIn(row: EntryRow, connection: string | undefined): SeenParts {
  const texts: Partial<Record<TextField, string | undefined>> = {
    kind: row.kind,
    from: row.from,
    to: row.to,
    status: row.steps.at(-1)?.name ?? (row.waiting ? 'waiting' : undefined),
    mark: row.marks[0],
    exchange: row.exchange,
    connection,
  };
  const parts: SeenParts = { direction: choice({ what: 'choice', field: 'direction', value: row.direction }) };
  for (const [field, text] of Object.entries(texts)) {
    if (text !== undefined && text !== '') parts[field as TextField] = seenAt(field as TextField, text);
  }
  const { opened, signature } = verdictsOf(row);
  if (opened) parts.opened = choice({ what: 'choice', field: 'verdict', value: opened });
  if (signature) parts.signature = choice({ what: 'choice', field: 'verdict', value: signature });
  return parts;
}

/** A value in a field or in a payload. */
export function seenAt(where: TextField | Path, value: string | number | boolean | null): Seen {
  const place = typeof where === 'string' ? where : withoutArgument(where);
  return { term: termText(place, value), without: termText(place, value, { excluded: true }) };
}

/**
 * The value that an element shows, by `data-seen` (a part) or `data-path` and `data-value` (JSON) at it or around it.
 * A tree that has the focus stands for the line that its cursor is at.
 */
export function seenOn(target: Element, parts: SeenParts): Seen | null {
  const inTree = target.matches('[role="tree"]') ? target.querySelector<HTMLElement>('[data-path].cursor') : null;
  const { path, value } = (inTree ?? target.closest<HTMLElement>('[data-path]'))?.dataset ?? {};
  if (path !== undefined) return seenInJson(JSON.parse(path), value);
  const part = target.closest<HTMLElement>('[data-seen]')?.dataset.seen;
  return parts[part as SeenPart] ?? null;
}

/** `value`: JSON text of a text, number, true, false or null; of anything else it can be asked whether it is there. */
function seenInJson(path: Path, value: string | undefined): Seen | null {
  if (value !== undefined) return seenAt(path, JSON.parse(value));
  const [first, second] = path;
  if (first === undefined || (typeof first === 'number' && second === undefined)) return null;
  const exists: Filter = { what: 'path', path: withoutArgument(path), test: { how: 'exists' } };
  return { term: printFilter(exists), without: printFilter(notOf(exists)) };
}

/** Which argument a value stood in is rarely meant. */
function withoutArgument(path: Path): Path {
  return typeof path[0] === 'number' && typeof path[1] === 'string' ? path.slice(1) : path;
}

function choice(term: Extract<Filter, { what: 'choice' }>): Seen {
  return { term: printFilter(term), without: printFilter(notOf(term)) };
}

function verdictsOf({ opened, signature }: EntryRow) {
  const { state } = signature;
  const isSaid = state !== 'none' && state !== 'pending';
  return {
    opened: opened.state === 'plain' ? undefined : opened.state,
    signature: isSaid ? (state === 'signer-unknown' ? ('unknown' as const) : state) : undefined,
  };
}
