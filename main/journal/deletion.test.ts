import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Draft } from './draft.ts';
import { recordEntry } from './record.ts';
import { openDatabase } from './schema.ts';
import { createStore, type Store } from './store.ts';

const [alice, bob] = [crypto.randomUUID(), crypto.randomUUID()];

describe('deleting', () => {
  let folder: string;
  let store: Store;
  let count: (table: string) => unknown;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-deletion-'));
    const { database } = openDatabase(folder);
    store = createStore(database);
    count = (table) => database.prepare(`select count(*) as rows from ${table}`).get()?.rows;
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  const write = (id: number, profile: string, draft: Partial<Draft> = {}) =>
    store.write([recordEntry(id, id, profile, { direction: 'in', kind: 'message', args: ['text'], ...draft })]);

  it('takes what belongs to an entry with it, and only that', () => {
    write(1, alice, { args: [new Uint8Array([1])] });
    write(2, alice, { args: [new Uint8Array([2])] });
    expect(store.delete([1, 7])).toEqual({ ids: [1], heads: [] });
    expect([count('entry'), count('binary')]).toEqual([1, 1]);
  });

  it('tells of the exchanges that lost some: what comes first in them now', () => {
    for (const id of [1, 4, 6]) write(id, alice, { exchange: 'a\0a' });
    for (const id of [2, 5]) write(id, bob, { exchange: 'a\0a' });
    for (const id of [3, 7]) write(id, alice, { exchange: 'b' });
    expect(store.delete([7, 2, 1])).toEqual({ ids: [1, 2, 7], heads: [3, 4, 5] });
    expect(store.delete([3])).toEqual({ ids: [3], heads: [] });
  });

  it('finds the oldest of a profile', () => {
    for (const id of [1, 2, 4, 5]) write(id, alice);
    write(3, bob);
    expect(store.oldest(alice, 4, 10)).toEqual([1, 2, 4]);
    expect(store.oldest(alice, 9, 2)).toEqual([1, 2]);
    expect(store.oldest(crypto.randomUUID(), 9, 2)).toEqual([]);
  });
});
