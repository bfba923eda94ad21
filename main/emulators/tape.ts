import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { fact, type JournalFileHead, journalFileVersion } from '../../preload/contract/index.ts';
import { readEntry, readHead, type TapeEntry } from './tape-line.ts';

/** A journal as it was exported, one line for each entry, to be played. */
export interface Tape {
  /** Entries in all, those that cannot be read among them. */
  readonly total: number;
  /** What was known of the line that was opened first, by name. */
  readonly facts: ReadonlyMap<string, string>;
  /** From the beginning, read as they are asked for. Rejects when the file cannot be read any further. */
  entries(): AsyncGenerator<TapeEntry & { size: number }>;
}

/** It is no tape for this emulator; the message says why. */
export class TapeRefused extends Error {}

/** Reads the file once, a piece at a time. Rejects with a {@link TapeRefused} for what this service's emulator cannot play. */
export async function openTape(file: string, service: string): Promise<Tape> {
  const { first, count } = await countLines(file);
  const belongs = playedOf(readHead(first), service);
  const total = count - 1;
  if (total <= 0) throw new TapeRefused('This journal has no entries: there is nothing to play.');
  const entries = () => entriesOf(file, belongs);
  return { total, entries, facts: await factsOf(entries()) };
}

/** Of which entries, by the profile they name, the tape is made: those of the one profile of this service. */
function playedOf(head: JournalFileHead | undefined, service: string): (profile: string | undefined) => boolean {
  if (!head) throw new TapeRefused('This is no journal exported as NDJSON: its first line does not say so.');
  if (head.version !== journalFileVersion)
    throw new TapeRefused(`This journal is of version ${head.version}, which is not known here.`);
  const [played, ...others] = head.profiles.filter((profile) => profile.service === service);
  if (!played) {
    const found = [...new Set(head.profiles.map((profile) => `“${profile.service}”`))].join(', ') || 'no service';
    throw new TapeRefused(`This journal was recorded on ${found}; this is the emulator of “${service}”.`);
  }
  if (others.length > 0) {
    const names = [played, ...others].map(({ name }) => `“${name}”`).join(', ');
    throw new TapeRefused(`This journal holds several profiles of this service, ${names}: export one of them.`);
  }
  return (profile) => (profile ?? head.profiles[0]?.id) === played.id;
}

/** Of the first note that a line is open, where it stands near the beginning. */
async function factsOf(entries: AsyncIterable<TapeEntry>): Promise<ReadonlyMap<string, string>> {
  let looked = 0;
  for await (const entry of entries) {
    if (entry.direction === 'note' && entry.recorded.kind === 'open') {
      const read = z.array(fact).safeParse(entry.recorded.args[0]);
      return new Map(read.data?.map(({ name, value }) => [name, value]));
    }
    if (++looked === 1000) break;
  }
  return new Map();
}

async function countLines(file: string): Promise<{ first: string; count: number }> {
  let [first, count] = ['', 0];
  for await (const line of linesOf(file)) {
    if (count++ === 0) first = line;
  }
  return { first, count };
}

async function* entriesOf(
  file: string,
  belongs: (profile: string | undefined) => boolean,
): AsyncGenerator<TapeEntry & { size: number }> {
  let isHead = true;
  for await (const line of linesOf(file)) {
    if (!isHead) yield { ...readEntry(line, belongs), size: line.length };
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
