import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const profile = crypto.randomUUID();
const inFolder = (name: string) => join(import.meta.dirname, name);

/** Appends 10 entries a millisecond and prints, after each ten, the last id and the time. */
const program = (folder: string) => `(async () => {
  const { openJournal } = await import(${JSON.stringify(pathToFileURL(inFolder('journal.ts')).href)});
  const on = { taken() {}, appended() {}, revised() {}, troubled() {}, captured() {}, hold() {} };
  const { journal } = await openJournal({ folder: ${JSON.stringify(folder)}, worker: ${JSON.stringify(inFolder('worker.ts'))}, on });
  const started = performance.now();
  let last = 0;
  setInterval(() => {
    for (const due = (performance.now() - started) * 10; last < due; ) {
      last = journal.append('${profile}', { direction: 'in', kind: 'message', args: [{ number: last + 1 }] });
    }
    process.stdout.write(last + ' ' + performance.now() + '\\n');
  }, 1);
})()`;

describe('the worker', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-worker-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Kills the program in mid-stream; answers what it had appended, and when in its own time. */
  async function runAndKill(lines: number): Promise<{ id: number; at: number }[]> {
    const child = spawn(process.execPath, ['-e', program(folder)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const appended: { id: number; at: number }[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      const [id, at] = line.split(' ').map(Number);
      appended.push({ id: id ?? 0, at: at ?? 0 });
      if (appended.length === lines) child.kill('SIGKILL');
    }
    return appended;
  }

  it('loses at most the last 250 ms when the process is killed, and leaves a sound file', async () => {
    const appended = await runAndKill(800);
    const database = new DatabaseSync(join(folder, 'journal.sqlite'));
    expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    const kept = database.prepare('select count(*) as entries, max(id) as last from entry').get();
    database.close();
    const end = appended.at(-1)?.at ?? 0;
    const safe = appended.findLast(({ at }) => at < end - 250)?.id ?? 0;
    expect(safe).toBeGreaterThan(1000);
    expect(kept?.last).toBeGreaterThanOrEqual(safe);
    expect(kept?.entries).toBe(kept?.last);
  });
});
