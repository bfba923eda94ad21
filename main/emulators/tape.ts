import { createReadStream } from 'node:fs';
import { type Head, readEntry, readHead, type TapeEntry } from './tape-line.ts';

/** A journal as it was exported, one line for each entry, to be played. */
export interface Tape {
  /** Entries in all, those that cannot be read among them. */
  readonly total: number;
  /** From the beginning, read as they are asked for. Rejects when the file cannot be read any further. */
  entries(): AsyncGenerator<TapeEntry & { size: number }>;
}

/** It is no tape for this emulator; the message says why. */
export class TapeRefused extends Error {}

/** Reads the file once, a piece at a time. Rejects with a {@link TapeRefused} for what this service's emulator cannot play. */
export async function openTape(file: string, service: string): Promise<Tape> {
  const lines = await countLines(file);
  const total = lines.count - 1;
  checkHead(readHead(lines.first), service);
  if (total <= 0) throw new TapeRefused('This journal has no entries: there is nothing to play.');
  return { total, entries: () => entriesOf(file) };
}

function checkHead(head: Head | undefined, service: string): void {
  if (!head) throw new TapeRefused('This is no journal exported as NDJSON: its first line does not say so.');
  if (head.version !== 1) throw new TapeRefused(`This journal is of version ${head.version}, which is not known here.`);
  const [profile, ...others] = head.profiles;
  if (!profile || others.length > 0) {
    throw new TapeRefused(`This journal holds ${head.profiles.length} profiles: export the one that is to be played.`);
  }
  if (profile.service !== service) {
    throw new TapeRefused(`This journal was recorded on “${profile.service}”; this is the emulator of “${service}”.`);
  }
}

async function countLines(file: string): Promise<{ first: string; count: number }> {
  let [first, count] = ['', 0];
  for await (const line of linesOf(file)) {
    if (count++ === 0) first = line;
  }
  return { first, count };
}

async function* entriesOf(file: string): AsyncGenerator<TapeEntry & { size: number }> {
  let isHead = true;
  for await (const line of linesOf(file)) {
    if (!isHead) yield { ...readEntry(line), size: line.length };
    isHead = false;
  }
}

/** Lines with something in them, never more than one piece of the file ahead. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let parts: string[] = [];
  for await (const piece of createReadStream(file, 'utf8') as AsyncIterable<string>) {
    const lines = piece.split('\n');
    for (const [index, line] of lines.entries()) {
      parts.push(line);
      if (index === lines.length - 1) continue;
      const whole = parts.join('');
      parts = [];
      if (whole.trim() !== '') yield whole;
    }
  }
  const last = parts.join('');
  if (last.trim() !== '') yield last;
}
