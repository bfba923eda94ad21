import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Retention } from '../../preload/contract/index.ts';
import { WorkerDesk } from './desk.ts';
import { recordEntry } from './record.ts';
import type { FromWorker } from './worker-protocol.ts';

const [alice, bob, view] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
const day = 24 * 60 * 60 * 1000;
const all: Retention = { days: null, entries: null, bytes: null };

describe('what is kept', () => {
  let folder: string;
  let desk: WorkerDesk;
  let told: FromWorker[];
  let last: number;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-retention-'));
    told = [];
    last = 0;
    desk = new WorkerDesk(folder, (message) => told.push(message));
  });
  afterEach(() => {
    desk.close();
    rmSync(folder, { recursive: true });
  });

  /** Each of 10 bytes. */
  function fill(profile: string, count: number, at = Date.now()): void {
    const changes = Array.from({ length: count }, () =>
      recordEntry(++last, at, profile, { direction: 'in', kind: 'message', args: ['123456'] }),
    );
    desk.take({ changes, weight: 1 });
  }

  const retain = (retention: Partial<Retention>, own: Record<string, Retention> = {}) =>
    desk.retain({ retention: { ...all, ...retention }, retentions: own });
  const entriesOf = (profile: string) => desk.usage().profiles.find((usage) => usage.profile === profile)?.entries ?? 0;

  it('is everything, without a limit', async () => {
    fill(alice, 50, 0);
    await retain({});
    expect(desk.usage().profiles).toEqual([{ profile: alice, entries: 50, bytes: 500, oldest: 0 }]);
  });

  it('is the newest entries of each profile, by its own number or that of all', async () => {
    fill(alice, 5000);
    fill(bob, 50);
    await retain({ entries: 20 }, { [bob]: { ...all, entries: 30 } });
    expect([entriesOf(alice), entriesOf(bob)]).toEqual([20, 30]);
    desk.watch({ view, profiles: [alice], filter: '', fold: false, rules: [] });
    expect(desk.page({ view, offset: 0, limit: 1 }).rows[0]?.id).toBe(4981);
  });

  it('is no more than so many bytes', async () => {
    fill(alice, 100);
    await retain({ bytes: 255 });
    expect(desk.usage().profiles).toMatchObject([{ entries: 25, bytes: 250 }]);
  });

  it('is no older than so many days', async () => {
    const now = Date.now();
    fill(alice, 10, now - 3 * day);
    fill(alice, 10, now - day);
    await retain({ days: 2 });
    expect(entriesOf(alice)).toBe(10);
    await retain({ days: 1 / 24 });
    expect(entriesOf(alice)).toBe(0);
  });

  it('is in any case what has a bookmark, and views hear of what is not', async () => {
    fill(alice, 100);
    desk.bookmark({ id: 3, bookmark: { comment: 'why?', colour: null } });
    desk.watch({ view, profiles: [alice], filter: '', fold: false, rules: [] });
    await retain({ entries: 2 });
    const { rows, count } = desk.page({ view, offset: 0, limit: 10 });
    expect([count, rows.map(({ id }) => id)]).toEqual([2, [3, 100]]);
    expect(told.some((message) => message.what === 'appended' && message.event.count === 2)).toBe(true);
  });

  it('is counted right whatever happens', async () => {
    fill(alice, 10);
    fill(bob, 10);
    desk.watch({ view, profiles: [alice], filter: '', fold: false, rules: [] });
    await desk.delete({ view, from: 2, to: 4 });
    await desk.clear({ profile: bob });
    expect(desk.usage().profiles).toMatchObject([{ profile: alice, entries: 7, bytes: 70 }]);
    const other = new DatabaseSync(join(folder, 'journal.sqlite'));
    const counted = other.prepare(
      'select profile, count(*) as entries, sum(size) as bytes from entry group by profile',
    );
    expect(other.prepare('select * from usage where entries > 0').all()).toEqual(counted.all());
    other.close();
  });

  it('takes no more of the disk than it needs, once it is compacted', async () => {
    const text = 'x'.repeat(20_000);
    const changes = Array.from({ length: 2000 }, () =>
      recordEntry(++last, 0, alice, { direction: 'in', kind: 'message', args: [text] }),
    );
    desk.take({ changes, weight: 1 });
    const before = desk.usage();
    await desk.clear({ profile: alice });
    await desk.compact();
    const after = desk.usage();
    expect(after.free).toBe(0);
    expect(after.file).toBeLessThan(before.file / 100);
  });
});
