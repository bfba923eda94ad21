import type { Colour, EntryRow } from '../../preload/contract/index.ts';

/**
 * The columns a row of the log is made of, for `select`, and what they are from. Of the columns after `args`
 * only whether they are null: that stands in the row's header, and a large payload is not read for it.
 */
export const rowColumns = `entry.id, profile.id as profile, at, direction, kind, tone, "from", "to", exchange, size,
  preview, marks, steps, waiting, opened, signature, offers is not null as hasOffers, links is not null as hasLinks,
  bookmark.comment as comment, bookmark.colour as bookmarkColour`;
export const fromEntry = `from entry join profile on profile.number = entry.profile
  left join bookmark on bookmark.entry = entry.id`;

/** JSON in text; absent where it is the usual. */
interface StoredRow {
  id: number;
  profile: string;
  at: number;
  direction: EntryRow['direction'];
  kind: string;
  tone: EntryRow['tone'];
  from: string | null;
  to: string | null;
  exchange: string | null;
  size: number;
  preview: string;
  marks: string | null;
  steps: string | null;
  waiting: number;
  opened: string | null;
  signature: string | null;
  hasOffers: number;
  hasLinks: number;
  /** Null where there is no bookmark. */
  comment: string | null;
  bookmarkColour: Colour | null;
}

/** `stored`: a row with {@link rowColumns}. */
export function toRow(stored: object): EntryRow {
  const row = stored as StoredRow;
  return {
    id: row.id,
    profile: row.profile,
    at: row.at,
    direction: row.direction,
    kind: row.kind,
    tone: row.tone,
    ...(row.from !== null && { from: row.from }),
    ...(row.to !== null && { to: row.to }),
    ...(row.exchange !== null && { exchange: row.exchange }),
    size: row.size,
    preview: row.preview,
    marks: row.marks === null ? [] : JSON.parse(row.marks),
    steps: row.steps === null ? [] : JSON.parse(row.steps),
    waiting: row.waiting === 1,
    opened: row.opened === null ? { state: 'plain' } : JSON.parse(row.opened),
    signature: row.signature === null ? { state: 'none' } : JSON.parse(row.signature),
    offers: row.hasOffers === 1,
    links: row.hasLinks === 1,
    ...(row.comment !== null && { bookmark: { comment: row.comment, colour: row.bookmarkColour } }),
  };
}
