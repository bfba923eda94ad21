import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WorkerDesk } from './desk.ts';
import { recordEntry } from './record.ts';
import type { FromWorker } from './worker-protocol.ts';

const profile = crypto.randomUUID();
const view = crypto.randomUUID();
const flat = { fold: false, rules: [] };
const entry = (id: number, text: string) =>
  recordEntry(id, 0, profile, { direction: 'in', kind: 'message', args: [text] });

describe('the desk', () => {
  let folder: string;
  let told: FromWorker[];
  const file = () => join(folder, 'journal.sqlite');
  const open = () => new WorkerDesk(folder, (message) => told.push(message));
  const notices = () => told.flatMap((message) => (message.what === 'troubled' ? [message.notice] : []));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-desk-'));
    told = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('waits for a disk that cannot be written, says so, and loses nothing', async () => {
    const desk = open();
    await desk.watch({ view, profiles: [profile], filter: '', ...flat });
    const other = new DatabaseSync(file());
    other.exec('begin immediate');
    desk.take({ changes: [entry(1, 'held')], weight: 10 });
    desk.take({ changes: [entry(2, 'held too')], weight: 20 });
    expect(notices()).toEqual([expect.stringContaining('cannot write')]);
    expect(desk.page({ view, offset: 0, limit: 10 }).count).toBe(0);
    other.close();
    await vi.waitFor(() => expect(desk.page({ view, offset: 0, limit: 10 }).count).toBe(2), { timeout: 10_000 });
    expect(notices().at(-1)).toBe('The journal can write again.');
    expect(told.flatMap((message) => (message.what === 'written' ? [message.weight] : []))).toEqual([10, 20]);
    desk.close();
  });

  it('goes on with a new file when damage shows only later', async () => {
    const first = open();
    const changes = Array.from({ length: 3000 }, (_, index) => entry(index + 1, 'x'.repeat(1000)));
    first.take({ changes, weight: 0 });
    first.close();
    spoil(1_000_000, 1_000_000);

    const desk = open();
    expect([desk.last, notices()]).toEqual([3000, []]);
    await desk.watch({ view, profiles: [profile], filter: 'x', ...flat });
    await vi.waitFor(() => expect(notices()).toEqual([expect.stringContaining('was damaged')]));
    desk.take({ changes: [entry(3001, 'xyz')], weight: 0 });
    await vi.waitFor(() => {
      const { rows } = desk.page({ view, offset: 0, limit: 10 });
      expect(rows.map(({ id, preview }) => [id, preview])).toEqual([[3001, 'xyz']]);
    });
    expect(readdirSync(folder).filter((name) => /-damaged-.*\.sqlite$/.test(name))).toHaveLength(1);
    desk.close();
  });

  it('loses only what the database refuses, and says so', () => {
    const desk = open();
    desk.take({ changes: [entry(1, 'one'), entry(1, 'the same id again'), entry(2, 'two')], weight: 0 });
    expect(notices()).toEqual([expect.stringContaining('could not be kept')]);
    expect([1, 2].map((id) => desk.entry({ id, limit: 10 })?.row.preview)).toEqual(['one', 'two']);
    desk.close();
  });

  function spoil(from: number, length: number): void {
    const handle = openSync(file(), 'r+');
    writeSync(handle, Buffer.alloc(length, 0xff), 0, length, from);
    closeSync(handle);
  }
});
