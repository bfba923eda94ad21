import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Journal, openJournal } from './journal.ts';
import { partsOf } from './payload.ts';
import { silent } from './silent.fixture.ts';

const worker = join(import.meta.dirname, 'worker.ts');

let folder: string;
let journal: Journal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-parts-'));
  ({ journal } = await openJournal({ folder, worker, on: silent }));
  journal.keepInParts(10_000);
});

afterEach(async () => {
  await journal.close();
  await rm(folder, { recursive: true });
});

const large = `${'x'.repeat(9_996)}😀${'y'.repeat(30_000)}needle${'z'.repeat(30_000)}😀`;

it('keeps a large payload whole, and reads as much of it as is asked for', async () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const id = journal.append('p', { direction: 'in', kind: 'letter', args: [large, { bytes }] });
  expect((await journal.args(id))?.args).toEqual([large, { bytes }]);
  const whole = await journal.entry(id, 1_000_000);
  expect(JSON.parse(whole?.payload.args ?? '')).toEqual([large, { bytes: null }]);
  expect(whole?.payload.cut).toBe(false);
  for (const limit of [1, 9_999, 10_000, 10_001, 25_000]) {
    const part = await journal.entry(id, limit);
    expect(part?.payload.cut).toBe(true);
    expect(whole?.payload.args.startsWith(part?.payload.args ?? '-')).toBe(true);
    expect(part?.payload.args.length).toBeGreaterThanOrEqual(limit - 1);
  }
});

it.each(['needle', 'xx😀yy', '/yneedlez/', 'body.text~needle'])('finds %s across its parts', async (filter) => {
  journal.append('p', { direction: 'in', kind: 'letter', args: [{ body: { text: large } }] });
  journal.append('p', { direction: 'in', kind: 'letter', args: ['small'] });
  await journal.flush();
  const question = { profiles: ['p'], filter, fold: false, rules: [], names: {} };
  const { count } = await journal.watch({ view: 'v', ...question } as never);
  expect(count).toBe(1);
});

it('deletes the parts with the entry', async () => {
  journal.append('p', { direction: 'in', kind: 'letter', args: [large] });
  await journal.flush();
  const database = new DatabaseSync(join(folder, 'journal.sqlite'), { readOnly: true });
  const parts = () => Number(database.prepare('select count(*) as parts from part').get()?.parts);
  expect(parts()).toBe(7);
  await journal.clear('p');
  expect(parts()).toBe(0);
  database.close();
});

it('cuts no character in two', () => {
  const parts = partsOf(large, 9_997);
  expect(parts.join('')).toBe(large);
  expect(parts.every((part) => part.isWellFormed() && part.length <= 9_997)).toBe(true);
});
