import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Draft } from './draft.ts';
import { recordEntry, recordRevision } from './record.ts';
import { openDatabase } from './schema.ts';
import { createStore, type Store } from './store.ts';

describe('suggestions', () => {
  const [profile, other] = [crypto.randomUUID(), crypto.randomUUID()];
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-suggestions-'));
  let store: Store;
  beforeAll(() => {
    store = createStore(openDatabase(folder).database);
    const drafts: Partial<Draft>[] = [
      { kind: 'produce', from: 'Ärger', marks: ['duplicate', 'late'] },
      { kind: 'produce', marks: ['late'] },
      { kind: 'consume', from: 'bob' },
      { kind: 'x'.repeat(1000) },
    ];
    drafts.forEach((draft, index) => {
      store.write([recordEntry(index + 1, 0, profile, { direction: 'in', kind: 'x', args: [], ...draft })]);
    });
    store.write([
      recordEntry(5, 0, other, { direction: 'in', kind: 'other', args: [] }),
      recordRevision(2, { steps: [{ name: 'delivered', after: 3, tone: 'good' }] }),
    ]);
  });
  afterAll(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  it('are the values of some profiles, the most frequent first', () => {
    expect(store.suggest([profile], 'kind', '')).toEqual(['produce', 'consume']);
    expect(store.suggest([profile, other], 'kind', 'O')).toEqual(['produce', 'consume', 'other']);
    expect(store.suggest([profile], 'from', 'ä')).toEqual(['Ärger']);
    expect(store.suggest([profile], 'to', '')).toEqual([]);
  });

  it('are taken from lists, too', () => {
    expect(store.suggest([profile], 'mark', '')).toEqual(['late', 'duplicate']);
    expect(store.suggest([profile], 'status', 'liv')).toEqual(['delivered']);
  });

  it('are none for a field that has no values of its own', () => {
    for (const field of ['size', '__proto__', 'kind"']) expect(store.suggest([profile], field, '')).toEqual([]);
  });
});
