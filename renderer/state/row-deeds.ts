import { termText } from '../../preload/contract/filter/index.ts';
import type { Bookmark, EntryRow, ProfileId } from '../../preload/contract/index.ts';

/** What a log can do with a row. */
export interface RowDeeds {
  inspect(row: EntryRow): void;
  copy(row: EntryRow): void;
  bookmark(row: EntryRow, bookmark: Bookmark | null): void;
  /** Null: times are told from nothing in particular again. */
  measureFrom(row: EntryRow | null): void;
  /** Shows only what meets the filter. */
  follow(filter: string): void;
  /** Absent where the log is of one connection. */
  showConnection?(profile: ProfileId, id: number): void;
}

export interface RowDeed {
  label: string;
  /** Of the list. */
  key?: string;
  run(): void;
}

/** What is offered for a row, in the order of a menu. */
export function rowDeeds(row: EntryRow, deeds: RowDeeds): RowDeed[] {
  const { exchange, bookmark } = row;
  const conversation = conversationOf(row);
  const { showConnection } = deeds;
  return [
    { label: 'Inspect', key: 'Enter', run: () => deeds.inspect(row) },
    { label: 'Copy the row', key: 'Ctrl+C', run: () => deeds.copy(row) },
    bookmark
      ? { label: 'Take the bookmark away', key: 'B', run: () => deeds.bookmark(row, null) }
      : { label: 'Bookmark', key: 'B', run: () => deeds.bookmark(row, { comment: '', colour: null }) },
    { label: 'Measure times from here', key: 'M', run: () => deeds.measureFrom(row) },
    ...(exchange === undefined
      ? []
      : [{ label: 'Follow this exchange', run: () => deeds.follow(termText('exchange', exchange)) }]),
    ...(conversation === undefined
      ? []
      : [{ label: 'Follow this conversation', run: () => deeds.follow(conversation) }]),
    ...(showConnection
      ? [{ label: 'Show in the log of its connection', run: () => showConnection(row.profile, row.id) }]
      : []),
  ];
}

/** All that passed between its two parties, or went to where it went. */
export function conversationOf({ from, to }: Pick<EntryRow, 'from' | 'to'>): string | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined) {
    const one = from ?? to ?? '';
    return `${termText('from', one)} or ${termText('to', one)}`;
  }
  const way = (sender: string, receiver: string) => `(${termText('from', sender)} ${termText('to', receiver)})`;
  return `${way(from, to)} or ${way(to, from)}`;
}
