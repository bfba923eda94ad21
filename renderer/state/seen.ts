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

/**
 * A value in a field or in a payload. A path that begins with an argument's index goes without it: which argument it
 * was is rarely meant.
 */
export function seenAt(where: TextField | Path, value: string | number | boolean | null): Seen {
  const isNumbered = typeof where !== 'string' && typeof where[0] === 'number' && typeof where[1] === 'string';
  const path = isNumbered ? where.slice(1) : where;
  return { term: termText(path, value), without: termText(path, value, { excluded: true }) };
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
