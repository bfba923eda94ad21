import type { Format } from './format.ts';

const columns = [
  ...['id', 'time', 'connection', 'direction', 'kind', 'from', 'to', 'exchange', 'size', 'status', 'opened'],
  ...['signature', 'marks', 'comment', 'preview', 'inside', 'payload'],
];

/** RFC 4180, one line for each entry. What a spreadsheet would take for a formula has an apostrophe in front. */
export const csv: Format = {
  head: () => lineOf(columns),
  entry({ row, args, inside }, { name }) {
    const time = isoTime(row.at);
    const status = row.steps.at(-1)?.name ?? (row.waiting ? 'waiting' : '');
    return lineOf([
      ...[String(row.id), time, name, row.direction, row.kind, row.from, row.to, row.exchange, String(row.size)],
      ...[status, row.opened.state, row.signature.state, row.marks.join(' '), row.bookmark?.comment, row.preview],
      ...[inside, args],
    ]);
  },
  foot: () => '',
};

function lineOf(cells: readonly (string | undefined)[]): string {
  return `${cells.map((cell) => quote(guard(cell ?? ''))).join(',')}\r\n`;
}

function guard(cell: string): string {
  return /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Beyond what dates can say, the number itself. */
export function isoTime(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : date.toISOString();
}
