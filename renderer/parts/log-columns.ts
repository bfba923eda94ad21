import type { LogColumn } from '../../preload/contract/index.ts';

export type ColumnName = LogColumn['column'];

interface Known {
  title: string;
  /** Where the title is a sign. */
  name?: string;
  right?: boolean;
  /** Only a log at least so many pixels wide has room for it. */
  from: number;
  /** Its track in a grid, in a log of this width. */
  track(width: number): string;
}

const known: Record<ColumnName, Known> = {
  time: { title: 'Time', from: 0, track: (width) => (width < 520 ? '64px' : '88px') },
  difference: {
    title: 'Δ',
    name: 'Difference to the row before',
    right: true,
    from: 520,
    track: (width) => (width < 900 ? '52px' : '58px'),
  },
  direction: { title: '', name: 'Direction', from: 0, track: () => '14px' },
  connection: { title: 'Connection', from: 0, track: (width) => (width < 520 ? '14px' : 'clamp(72px, 12%, 150px)') },
  kind: {
    title: 'Kind',
    from: 280,
    track: (width) => {
      if (width < 520) return 'fit-content(max(92px, 28%))';
      return width < 900 ? 'clamp(88px, 40% - 132px, 160px)' : 'clamp(112px, 15%, 176px)';
    },
  },
  preview: {
    title: 'Message',
    from: 0,
    track: (width) => (width < 520 ? 'minmax(0, 1fr)' : `minmax(${width < 900 ? 110 : 120}px, 1fr)`),
  },
  status: { title: 'Status', right: true, from: 0, track: () => 'fit-content(60%)' },
  verdicts: { title: 'Verdicts', right: true, from: 520, track: () => 'fit-content(30%)' },
  parties: { title: 'From → to', from: 900, track: () => '160px' },
  from: { title: 'From', from: 620, track: () => '110px' },
  to: { title: 'To', from: 620, track: () => '110px' },
  size: { title: 'Size', right: true, from: 620, track: () => '52px' },
};

export function titleOf(column: ColumnName): { title: string; name: string; right: boolean } {
  const { title, name, right = false } = known[column];
  return { title, name: name ?? title, right };
}

export interface ShownColumn {
  column: ColumnName;
  track: string;
}

/** The columns that a log of so many pixels shows, in their order. `several`: it shows more than one connection. */
export function columnsFor(width: number, chosen: readonly LogColumn[], several: boolean): ShownColumn[] {
  const fits = ({ column, shown }: LogColumn) =>
    shown && width >= known[column].from && (several || column !== 'connection');
  return chosen.filter(fits).map(({ column, width: own }) => {
    // What is left over is the message's, whatever it was set to.
    const track = own === null || column === 'preview' ? known[column].track(width) : `${own}px`;
    return { column, track };
  });
}

/** Those that the user chose from, with the ones that a newer version knows at the end. */
export function completed(chosen: readonly LogColumn[]): LogColumn[] {
  const names = Object.keys(known) as ColumnName[];
  const missing = names.filter((name) => !chosen.some(({ column }) => column === name));
  return [...chosen, ...missing.map((column) => ({ column, shown: false, width: null }))];
}

/** The columns with one moved by so many places. */
export function moved(chosen: readonly LogColumn[], column: ColumnName, by: number): LogColumn[] {
  const at = chosen.findIndex((each) => each.column === column);
  const one = chosen[at];
  if (!one) return [...chosen];
  const to = Math.max(0, Math.min(chosen.length - 1, at + by));
  return chosen.toSpliced(at, 1).toSpliced(to, 0, one);
}
