import { type JournalFileHead, journalFileHead, journalFileVersion } from '../../../preload/contract/index.ts';
import { parseJson, readFileEntry, Unreadable } from './file-entry.ts';
import type { Intake } from './intake.ts';
import { linesOf } from './lines.ts';

/** The archive's profile for one that the file names; the first where it names none. */
type ProfileOf = (given: string | undefined) => string | undefined;

/** Reads a journal that was exported, line by line. */
export async function readNdjson(path: string, intake: Intake): Promise<void> {
  let profileOf: ProfileOf | undefined;
  for await (const { number, text, through } of linesOf(path)) {
    if (profileOf) {
      const named = profileOf;
      intake.take(`Line ${number}`, () => readLine(text, named));
      await intake.reach(through);
    } else profileOf = addProfiles(readHead(text), intake);
  }
  if (!profileOf) throw new Unreadable('The file is empty.');
}

function readLine(text: string | null, profileOf: ProfileOf) {
  if (text === null) throw new Unreadable('The line is too long.');
  const entry = readFileEntry(text);
  const profile = profileOf(entry.profile);
  if (profile === undefined) throw new Unreadable('Not an entry: the file names no such profile.');
  return { entry, profile };
}

function readHead(text: string | null): JournalFileHead {
  const read = journalFileHead.safeParse(text === null ? undefined : tryParse(text));
  if (!read.success) {
    throw new Unreadable(
      'This is no log that Patchbay can open. It opens what it exported as NDJSON, HAR files, and journals of Patchbay.',
    );
  }
  if (read.data.version > journalFileVersion) {
    throw new Unreadable('A newer Patchbay wrote this file: open it with that version.');
  }
  if (read.data.profiles.length === 0) throw new Unreadable('This file names no profile.');
  return read.data;
}

function addProfiles({ profiles }: JournalFileHead, intake: Intake): ProfileOf {
  const added = profiles.map((profile) => [profile.id, intake.addProfile(profile)] as const);
  const byId = new Map(added);
  return (given) => (given === undefined ? added[0]?.[1] : byId.get(given));
}

function tryParse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
