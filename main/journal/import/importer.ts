import { randomUUID } from 'node:crypto';
import { type Archive, journalFileHead, journalFileVersion } from '../../../preload/contract/index.ts';
import type { SoundStore } from '../sound-store.ts';
import type { Change, FromWorker } from '../worker-protocol.ts';
import { changesOf, parseJson, readFileEntry, Unreadable } from './file-entry.ts';
import { linesOf } from './lines.ts';

/** Bytes of the file that are read before what they hold is written. */
const stride = 1024 * 1024;
const mostExamples = 20;

export type Imported = Pick<Archive, 'entries' | 'refused' | 'profiles'>;

interface Reading {
  profileOf(given: string | undefined): string | undefined;
  profiles: Archive['profiles'];
}

/**
 * Takes over an exported journal, a piece at a time. What cannot be read is passed over and counted. Entries get the ids
 * after `after`, and profiles new ones: what is opened may stand beside what it was made from.
 */
export async function importFile(
  store: SoundStore,
  { path, after }: { path: string; after: number },
  post: (message: FromWorker) => void,
): Promise<Imported> {
  const found: Imported = { entries: 0, refused: { count: 0, examples: [] }, profiles: [] };
  let head: Reading | undefined;
  let [changes, written]: [Change[], number] = [[], 0];
  const write = async (through: number) => {
    if (changes.length > 0) store.use((open) => open.write(changes));
    [changes, written] = [[], through];
    post({ what: 'imported', through });
    await new Promise(setImmediate);
  };
  for await (const { number, text, through } of linesOf(path)) {
    if (!head) {
      head = readHead(text);
      found.profiles = head.profiles;
      continue;
    }
    try {
      if (text === null) throw new Unreadable('The line is too long.');
      const entry = readFileEntry(text);
      const profile = head.profileOf(entry.profile);
      if (!profile) throw new Unreadable('Not an entry: the file names no such profile.');
      changes.push(...changesOf(entry, after + found.entries + 1, profile));
      found.entries += 1;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      found.refused.count += 1;
      if (found.refused.examples.length < mostExamples) {
        found.refused.examples.push({ line: number, reason: error.message });
      }
    }
    if (through - written >= stride) await write(through);
  }
  if (!head) throw new Unreadable('The file is empty.');
  await write(0);
  if (found.entries === 0 && found.refused.count > 0) {
    throw new Unreadable(`Nothing in this file could be read. ${found.refused.examples[0]?.reason ?? ''}`);
  }
  return found;
}

function readHead(text: string | null): Reading {
  const read = journalFileHead.safeParse(text === null ? undefined : tryParse(text));
  if (!read.success)
    throw new Unreadable('This is no log that Patchbay exported as NDJSON: its first line does not say so.');
  const { version, profiles: given } = read.data;
  if (version > journalFileVersion) {
    throw new Unreadable('A newer Patchbay wrote this file: open it with that version.');
  }
  if (given.length === 0) throw new Unreadable('This file names no profile.');
  const profiles = given.map(({ name, service }) => ({ id: randomUUID(), name, service }));
  const byId = new Map(given.flatMap(({ id }, index) => (id === undefined ? [] : [[id, profiles[index]?.id]])));
  return { profiles, profileOf: (id) => (id === undefined ? profiles[0]?.id : byId.get(id)) };
}

function tryParse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
