import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EntryRow, JournalQuestion, Scan } from '../../preload/contract/index.ts';
import { WorkerDesk } from './desk.ts';
import { recordEntry, recordRevision } from './record.ts';
import type { FromWorker } from './worker-protocol.ts';

const [alice, bob] = [crypto.randomUUID(), crypto.randomUUID()];
const rules: JournalQuestion['rules'] = [
  { filter: 'alpha', colour: 'red' },
  { filter: 'hit', colour: 'blue' },
];
/** The views that are open at once. */
const questions: JournalQuestion[] = [
  { profiles: [alice, bob], filter: '', fold: false, rules },
  { profiles: [alice], filter: 'hit', fold: false, rules: [] },
  { profiles: [alice, bob], filter: '', fold: true, rules: [] },
  { profiles: [bob, alice], filter: 'hit', fold: true, rules },
];
/** As in the journal of somebody else: ids begin anywhere. */
const firstId = 1_000_000_000;

/** An entry as the test knows it. */
interface Known {
  id: number;
  profile: string;
  exchange: string | undefined;
  preview: string;
  comment: string | undefined;
}

/** Knows of a view only what it was told, and keeps rows under their index. */
class Client {
  slots: (EntryRow | undefined)[] = [];
  scan: Scan = null;

  begin({ count, scan }: { count: number; scan: Scan }): void {
    this.slots = Array.from({ length: count });
    this.scan = scan;
  }

  hear(message: FromWorker): void {
    if (message.what === 'appended') {
      const { count, before, tail, reset, scan } = message.event;
      this.scan = scan;
      this.slots = reset ? [] : [...Array.from({ length: before }, () => undefined), ...this.slots];
      this.slots.length = count;
      this.put(count - tail.length, tail);
    }
    if (message.what === 'revised') {
      const byId = new Map(message.event.rows.map((row) => [row.id, row]));
      this.slots = Array.from(this.slots, (row) => row && (byId.get(row.id) ?? row));
    }
  }

  put(offset: number, rows: EntryRow[]): void {
    for (const [index, row] of rows.entries()) this.slots[offset + index] = row;
  }
}

/** A desk over a real file, its clients, and what its journal holds. */
class Scene {
  readonly folder = mkdtempSync(join(tmpdir(), 'patchbay-watchers-'));
  readonly clients = new Map<string, Client>();
  readonly names = questions.map(() => crypto.randomUUID());
  readonly desk = new WorkerDesk(this.folder, (message) => {
    if (message.what === 'appended' || message.what === 'revised') this.clients.get(message.event.view)?.hear(message);
  });
  entries = new Map<number, Known>();
  #last = firstId;

  append(drafts: readonly (readonly [number, number, number])[]): void {
    const added = drafts.map(([who, exchange, word], index): Known => {
      const id = this.#last + 1 + index + (word === 0 ? 1 : 0);
      this.#last = id - index;
      return {
        id,
        profile: who === 0 ? alice : bob,
        exchange: exchangeOf(exchange),
        preview: wordOf(word),
        comment: undefined,
      };
    });
    this.#last = added.at(-1)?.id ?? this.#last;
    for (const entry of added) this.entries.set(entry.id, entry);
    const changes = added.map(({ id, profile, exchange, preview }) =>
      recordEntry(id, id, profile, {
        direction: 'in',
        kind: 'message',
        args: [],
        preview,
        ...(exchange && { exchange }),
      }),
    );
    this.desk.take({ changes, weight: 0 });
  }

  revise(at: number, word: number): void {
    const entry = this.#pick(at);
    if (!entry) return;
    entry.preview = wordOf(word);
    this.desk.take({ changes: [recordRevision(entry.id, { preview: entry.preview })], weight: 0 });
  }

  bookmark(at: number, comment: string): void {
    const entry = this.#pick(at);
    if (!entry) return;
    entry.comment = comment === '' ? undefined : comment;
    const bookmark = comment === '' ? null : { comment, colour: null };
    expect(this.desk.bookmark({ id: entry.id, bookmark })).toBe(true);
  }

  watch(view: number): void {
    const [question, name] = [questions[view], this.names[view]];
    if (!question || !name) return;
    const client = new Client();
    this.clients.delete(name);
    client.begin(this.desk.watch({ view: name, ...question }));
    this.clients.set(name, client);
  }

  async clear(who: number): Promise<void> {
    const profile = who === 0 ? alice : bob;
    for (const entry of [...this.entries.values()]) if (entry.profile === profile) this.entries.delete(entry.id);
    await this.desk.clear({ profile });
  }

  async delete(view: number, at: number, length: number): Promise<void> {
    const name = this.names[view];
    if (!name) return;
    const rows = this.page(name, 0, Number.MAX_SAFE_INTEGER);
    const chosen = rows.slice(at % (rows.length + 1)).slice(0, length);
    const [from, to] = [chosen[0]?.id ?? 0, chosen.at(-1)?.id ?? 0];
    const ids = new Set(chosen.flatMap((row) => (questions[view]?.fold ? this.#mates(row.id) : [row.id])));
    for (const id of ids) this.entries.delete(id);
    expect(await this.desk.delete({ view: name, from, to })).toEqual({ count: ids.size });
  }

  page(name: string, offset: number, limit: number): EntryRow[] {
    const page = this.desk.page({ view: name, offset, limit });
    const client = this.clients.get(name);
    expect(client?.slots.length).toBe(page.count);
    client?.put(offset, page.rows);
    return page.rows;
  }

  /** What a client knows stands where the desk says it stands. */
  check(): void {
    for (const [name, client] of this.clients) {
      const { rows } = this.desk.page({ view: name, offset: 0, limit: Number.MAX_SAFE_INTEGER });
      expect(rows.length).toBe(client.slots.length);
      for (const [index, row] of client.slots.entries())
        if (row) expect([index, row.id]).toEqual([index, rows[index]?.id]);
    }
  }

  /** Every view holds what it must, and what clients know of it is up to date. */
  checkAll(): void {
    for (const [view, question] of questions.entries()) {
      const name = this.names[view] ?? '';
      const expected = this.#expected(question);
      const known = this.clients.get(name)?.slots ?? [];
      expect(known).toMatchObject(expected.map((row, index) => known[index] && row));
      const { rows } = this.desk.page({ view: name, offset: 0, limit: Number.MAX_SAFE_INTEGER });
      expect(rows.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      expect(rows).toMatchObject(expected);
    }
  }

  #expected(question: JournalQuestion): Partial<EntryRow>[] {
    const asked = [...this.entries.values()].filter(({ profile }) => question.profiles.includes(profile));
    const met = asked.filter(({ preview }) => preview.includes(question.filter)).map(({ id }) => id);
    const ids = question.fold ? new Set(met.map((id) => this.#mates(id)[0] ?? id)) : met;
    return [...ids].sort((a, b) => a - b).map((id) => this.#rowOf(id, question));
  }

  close(): void {
    this.desk.close();
    rmSync(this.folder, { recursive: true });
  }

  #rowOf(id: number, { fold, rules: coloured }: JournalQuestion): Partial<EntryRow> {
    const { preview, comment, exchange } = this.entries.get(id) ?? {
      preview: '',
      comment: undefined,
      exchange: undefined,
    };
    const colour = coloured.find(({ filter }) => preview.includes(filter))?.colour;
    const exchanged = fold && exchange ? this.#mates(id).slice(0, 50) : undefined;
    return {
      id,
      preview,
      ...(colour && { colour }),
      ...(comment && { bookmark: { comment, colour: null } }),
      ...(exchanged && {
        exchanged: exchanged.map((mate) => ({
          id: mate,
          at: mate,
          direction: 'in' as const,
          kind: 'message',
          tone: 'plain' as const,
        })),
      }),
    };
  }

  #mates(id: number): number[] {
    const entry = this.entries.get(id);
    if (!entry?.exchange) return entry ? [id] : [];
    const { profile, exchange } = entry;
    return [...this.entries.values()]
      .filter((mate) => mate.profile === profile && mate.exchange === exchange)
      .map((mate) => mate.id);
  }

  #pick(at: number): Known | undefined {
    return [...this.entries.values()][at % this.entries.size];
  }
}

/** A third has none; one is long. */
function exchangeOf(number: number): string | undefined {
  return number % 3 === 0 ? undefined : number % 7 === 0 ? 'long' : `exchange ${number}`;
}

function wordOf(number: number): string {
  return ['hit', 'hit alpha', 'alpha', 'none', 'none', 'none'][number % 6] ?? 'none';
}

const some = fc.nat({ max: 10_000 });
const draft = fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: 60 }), fc.nat({ max: 5 }));
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      drafts: fc.array(draft, { minLength: 1, maxLength: 150 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('revise' as const), at: some, word: fc.nat({ max: 5 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('bookmark' as const), at: some, comment: fc.constantFrom('', 'a', 'b') }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('watch' as const), view: fc.nat({ max: 3 }) }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constant('page' as const), view: fc.nat({ max: 3 }), offset: some }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('delete' as const),
      view: fc.nat({ max: 3 }),
      at: some,
      length: fc.nat({ max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const), who: fc.nat({ max: 1 }) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('turn' as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('check' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

async function act(scene: Scene, step: Step): Promise<void> {
  switch (step.do) {
    case 'append':
      return scene.append(step.drafts);
    case 'revise':
      return scene.revise(step.at, step.word);
    case 'bookmark':
      return scene.bookmark(step.at, step.comment);
    case 'watch':
      return scene.watch(step.view);
    case 'page': {
      const name = scene.names[step.view] ?? '';
      const count = scene.clients.get(name)?.slots.length ?? 0;
      return void scene.page(name, step.offset % (count + 1), 150);
    }
    case 'delete':
      return scene.delete(step.view, step.at, step.length);
    case 'clear':
      return scene.clear(step.who);
    case 'check':
      return scene.check();
    case 'turn':
      await new Promise(setImmediate);
  }
}

describe('open views', () => {
  let time = 0;
  beforeEach(() => {
    // Every look at the clock finds it moved on, so that a scan takes many turns.
    vi.spyOn(performance, 'now').mockImplementation(() => {
      time += 9;
      return time;
    });
  });
  afterEach(() => void vi.restoreAllMocks());

  it('hold in the end what a plain look at all entries finds, and tell on the way where each row is', async () => {
    const start = fc.array(draft, { minLength: 200, maxLength: 600 });
    await fc.assert(
      fc.asyncProperty(start, fc.array(step, { minLength: 30, maxLength: 60 }), async (drafts, steps) => {
        const scene = new Scene();
        try {
          scene.append(drafts);
          for (const view of questions.keys()) scene.watch(view);
          for (const step of steps) await act(scene, step);
          scene.check();
          await vi.waitFor(() => expect([...scene.clients.values()].every(({ scan }) => scan === null)).toBe(true));
          await vi.waitFor(() => scene.checkAll());
        } finally {
          scene.close();
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('end a scan when asked, say so, and keep up with what comes', async () => {
    const scene = new Scene();
    scene.append(Array.from({ length: 600 }, () => [0, 0, 0]));
    scene.watch(0);
    const [name = ''] = scene.names;
    expect(scene.clients.get(name)?.scan).toEqual({ scanned: 250, total: expect.any(Number) });
    scene.desk.stopScan({ view: name });
    await vi.waitFor(() => expect(scene.clients.get(name)?.scan).toBeNull());
    const { length } = scene.clients.get(name)?.slots ?? [];
    expect(length).toBeLessThan(600);
    scene.append([[0, 0, 0]]);
    expect(scene.page(name, 0, 1000)).toHaveLength((length ?? 0) + 1);
    scene.close();
  });

  it('send rows in the colour of the first rule that they meet, also when they change', async () => {
    const scene = new Scene();
    scene.watch(0);
    const [name = ''] = scene.names;
    scene.append([0, 1, 2, 3].map((word) => [0, 0, word] as const));
    expect(scene.page(name, 0, 10).map(({ colour }) => colour)).toEqual(['blue', 'red', 'red', undefined]);
    scene.revise(3, 1);
    await vi.waitFor(() => expect(scene.clients.get(name)?.slots[3]?.colour).toBe('red'));
    scene.close();
  });
});
