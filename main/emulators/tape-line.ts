import { type JournalFileHead, journalFileEntry, journalFileHead } from '../../preload/contract/index.ts';
import type { Recorded } from './playback.ts';

/** One line of a tape. */
export type TapeEntry =
  | { direction: 'in' | 'out' | 'note'; at: number; recorded: Recorded; exchange: string | undefined }
  /** Of another profile. */
  | { direction: 'foreign' }
  /** A line that says nothing that can be played: it is passed at once. */
  | { direction: 'unreadable' };

/** What matters here: a tape plays also where the rest of a line is odd. */
const entryLine = journalFileEntry.pick({
  profile: true,
  at: true,
  direction: true,
  kind: true,
  exchange: true,
  marks: true,
  args: true,
  binaries: true,
});

export function readHead(line: string): JournalFileHead | undefined {
  const read = journalFileHead.safeParse(parse(line));
  return read.success ? read.data : undefined;
}

/** `belongs`: whether entries of a profile are played. */
export function readEntry(line: string, belongs: (profile: string | undefined) => boolean): TapeEntry {
  const read = entryLine.safeParse(parse(line));
  if (!read.success) return { direction: 'unreadable' };
  if (!belongs(read.data.profile)) return { direction: 'foreign' };
  const { direction, at, kind, args, binaries, exchange, marks } = read.data;
  for (const { path, base64 } of binaries) place(args, path, Buffer.from(base64, 'base64'));
  const asks = marks.includes('asks for an answer');
  const whole = args.map((arg) => (arg === '«undefined»' ? undefined : arg));
  // The journal cuts the names of events, and keeps the whole as the first argument.
  const [name, ...rest] = whole;
  const isCut = marks.includes('long name') && typeof name === 'string';
  return { direction, at, exchange, recorded: isCut ? { kind: name, args: rest, asks } : { kind, args: whole, asks } };
}

/** Walks own properties only: a key named `__proto__` is a key like any other. */
function place(args: unknown[], path: readonly (string | number)[], bytes: Buffer): void {
  let container: object = args;
  for (const step of path.slice(0, -1)) {
    const next: unknown = Object.getOwnPropertyDescriptor(container, step)?.value;
    if (typeof next !== 'object' || next === null) return;
    container = next;
  }
  const last = path.at(-1) ?? 0;
  Object.defineProperty(container, last, { value: bytes, writable: true, enumerable: true, configurable: true });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
