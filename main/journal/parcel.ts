import type { Change, NewEntry, NewRevision } from './worker-protocol.ts';

type Columns<Names extends keyof NewEntry> = { [Name in Names]: NewEntry[Name][] };
type Always = 'id' | 'profile' | 'at' | 'direction' | 'kind' | 'tone' | 'size' | 'preview' | 'waiting' | 'args';
type Seldom = Exclude<keyof NewEntry, Always | 'what'>;

/**
 * A batch as it travels. By column: arrays of texts and numbers are cloned several times faster than as many objects.
 * A column that is null all the way down is left out.
 */
export interface Parcel {
  always: Columns<Always>;
  seldom: Partial<Columns<Seldom>>;
  revisions: NewRevision[];
}

const always = ['id', 'profile', 'at', 'direction', 'kind', 'tone', 'size', 'preview', 'waiting', 'args'] as const;
const seldom = [
  'from',
  'to',
  'exchange',
  'marks',
  'opened',
  'signature',
  'resend',
  'offers',
  'links',
  'binaries',
  'rest',
] as const;

/** Revisions go behind the entries: one concerns an entry that came before it. */
export function pack(changes: readonly Change[]): Parcel {
  const entries = changes.filter((change) => change.what === 'entry');
  const column = (name: keyof NewEntry) => entries.map((entry) => entry[name]);
  const filled = seldom.filter((name) => entries.some((entry) => entry[name] !== null));
  return {
    always: Object.fromEntries(always.map((name) => [name, column(name)])) as Parcel['always'],
    seldom: Object.fromEntries(filled.map((name) => [name, column(name)])),
    revisions: changes.filter((change) => change.what === 'revision'),
  };
}

export function unpack({ always, seldom, revisions }: Parcel): Change[] {
  const { id: ids, profile, at, direction, kind, tone, size, preview, waiting, args } = always;
  const entries = ids.map((id, row) => ({
    what: 'entry',
    id,
    profile: profile[row],
    at: at[row],
    direction: direction[row],
    kind: kind[row],
    tone: tone[row],
    from: seldom.from?.[row] ?? null,
    to: seldom.to?.[row] ?? null,
    exchange: seldom.exchange?.[row] ?? null,
    size: size[row],
    preview: preview[row],
    marks: seldom.marks?.[row] ?? null,
    waiting: waiting[row],
    opened: seldom.opened?.[row] ?? null,
    signature: seldom.signature?.[row] ?? null,
    resend: seldom.resend?.[row] ?? null,
    offers: seldom.offers?.[row] ?? null,
    links: seldom.links?.[row] ?? null,
    args: args[row],
    binaries: seldom.binaries?.[row] ?? null,
    rest: seldom.rest?.[row] ?? null,
  }));
  // As many values in every column as there are ids.
  return [...(entries as NewEntry[]), ...revisions];
}
