import { open } from 'node:fs/promises';
import { type Archive, kindOfLog, telling } from '../../../preload/contract/index.ts';
import type { SoundStore } from '../sound-store.ts';
import type { FromWorker } from '../worker-protocol.ts';
import { Unreadable } from './file-entry.ts';
import { readHar } from './har.ts';
import { type Imported, Intake } from './intake.ts';
import { readJournal } from './journal-database.ts';
import { readNdjson } from './ndjson.ts';

export interface ImportOrder {
  path: string;
  /** Entries get the ids after it. */
  after: number;
  /** The user's profiles: a journal's file has their ids alone. */
  known: Archive['profiles'];
}

/** Takes over a log file of any kind. Rejects with words for people where nothing of it can be read. */
export async function importFile(
  store: SoundStore,
  { path, after, known }: ImportOrder,
  post: (message: FromWorker) => void,
): Promise<Imported> {
  const intake = new Intake(store, after, post);
  const { beginning, size } = await lookAt(path);
  const kind = kindOfLog(beginning);
  if (kind === 'journal') await readJournal(path, size, known, intake);
  else if (kind === 'har') await readHar(path, size, intake);
  else await readNdjson(path, intake);
  await intake.write(size);
  const { entries, refused } = intake.taken;
  if (entries === 0 && refused.count > 0) {
    throw new Unreadable(`Nothing in this file could be read. ${refused.examples[0]?.reason ?? ''}`);
  }
  return intake.taken;
}

async function lookAt(path: string): Promise<{ beginning: string; size: number }> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(telling), 0, telling);
    return { beginning: buffer.toString('utf8', 0, bytesRead), size: (await file.stat()).size };
  } finally {
    await file.close();
  }
}
