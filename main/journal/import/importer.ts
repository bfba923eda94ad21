import { open } from 'node:fs/promises';
import { kindOfLog, telling } from '../../../preload/contract/index.ts';
import type { SoundStore } from '../sound-store.ts';
import type { FromWorker } from '../worker-protocol.ts';
import { Unreadable } from './file-entry.ts';
import { readHar } from './har.ts';
import { type Imported, Intake } from './intake.ts';
import { readNdjson } from './ndjson.ts';

/** Takes over a log file of any kind. Rejects with words for people where nothing of it can be read. */
export async function importFile(
  store: SoundStore,
  { path, after }: { path: string; after: number },
  post: (message: FromWorker) => void,
): Promise<Imported> {
  const intake = new Intake(store, after, post);
  const { beginning, size } = await lookAt(path);
  if (kindOfLog(beginning) === 'har') await readHar(path, size, intake);
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
