import { describe, expect, it } from 'vitest';
import type { EntryRow, Event } from '../../preload/contract/index.ts';
import { anEntryRow, FakeBridge } from '../fake-bridge.fixture.ts';
import { Log, plainQuestion } from './log.svelte.ts';

/** A journal that tells what a worker would: newest rows first, then older ones in front. */
class ScannedJournal {
  readonly bridge = new FakeBridge();
  /** Oldest first; those before `found` have not been looked through. */
  readonly all: EntryRow[];
  found: number;

  constructor(count: number, first: number) {
    this.all = Array.from({ length: count }, () => anEntryRow());
    this.found = count - first;
    this.bridge.answer('journal:watch', () => ({ count: first, scan: this.#scan }));
    this.bridge.answer('journal:page', ({ offset, limit }) => {
      const rows = this.all.slice(this.found + offset, this.found + offset + limit);
      return { offset, rows, count: this.all.length - this.found };
    });
    this.bridge.answer('journal:locate', ({ place }) => {
      const index = this.all.slice(this.found).findIndex((row) => 'id' in place && row.id === place.id);
      return { index: Math.max(index, 0), id: this.all[this.found + index]?.id ?? null, exact: index >= 0 };
    });
  }

  get #scan() {
    return this.found === 0 ? null : { scanned: this.all.length - this.found, total: this.all.length };
  }

  look(rows: number): void {
    this.found -= rows;
    this.#tell({ before: rows, tail: [] });
  }

  append(rows: number): void {
    const tail = Array.from({ length: rows }, () => anEntryRow());
    this.all.push(...tail);
    this.#tell({ before: 0, tail });
  }

  #tell(told: Pick<Event<'journal:appended'>, 'before' | 'tail'>): void {
    const view = this.bridge.inputs('journal:watch').at(-1)?.view ?? '';
    const count = this.all.length - this.found;
    this.bridge.emit('journal:appended', { view, count, reset: false, scan: this.#scan, ...told });
  }
}

async function shown(log: Log, journal: ScannedJournal, from: number, to: number): Promise<void> {
  log.need(from, to);
  await expect
    .poll(() => Array.from({ length: to - from }, (_, each) => log.row(from + each)?.id))
    .toEqual(journal.all.slice(journal.found + from, journal.found + to).map(({ id }) => id));
}

describe('Log', () => {
  it('keeps its rows when older ones are put in front, and fetches those across any border', async () => {
    const journal = new ScannedJournal(1000, 130);
    const log = new Log(journal.bridge);
    const shifts: number[] = [];
    log.onFront = (rows) => shifts.push(rows);
    await log.watch(plainQuestion(['p']));
    expect(log.scan).toEqual({ scanned: 130, total: 1000 });
    await shown(log, journal, 90, 130);
    journal.look(70);
    expect(log.count).toBe(200);
    expect(log.row(160)?.id).toBe(journal.all[journal.found + 160]?.id);
    await shown(log, journal, 30, 110);
    journal.append(5);
    journal.look(800);
    expect(log.count).toBe(1005);
    expect(log.scan).toBeNull();
    expect(log.row(1004)?.id).toBe(journal.all.at(-1)?.id);
    await shown(log, journal, 0, 250);
    await shown(log, journal, 850, 1005);
    expect(shifts).toEqual([70, 800]);
    expect(log.arrived).toBe(5);
  });

  it('takes what is told before the answer', async () => {
    const journal = new ScannedJournal(300, 100);
    const log = new Log(journal.bridge);
    journal.bridge.answer('journal:watch', async () => {
      await Promise.resolve();
      journal.look(100);
      journal.append(1);
      return { count: 100, scan: null };
    });
    await log.watch(plainQuestion(['p']));
    expect(log.count).toBe(201);
    expect(log.row(200)?.id).toBe(journal.all.at(-1)?.id);
    await shown(log, journal, 0, 201);
  });

  it('says where a row is, known or not', async () => {
    const journal = new ScannedJournal(300, 300);
    const log = new Log(journal.bridge);
    await log.watch(plainQuestion(['p']));
    const [row] = journal.all.slice(7);
    expect(await log.locate({ id: row?.id ?? 0 })).toEqual({ index: 7, id: row?.id, exact: true });
    await shown(log, journal, 0, 100);
    expect(await log.locate({ id: row?.id ?? 0 })).toEqual({ index: 7, id: row?.id, exact: true });
    expect(journal.bridge.inputs('journal:locate')).toHaveLength(1);
  });
});
