import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Capture,
  type Event,
  entryRow,
  entry as entrySchema,
  type Landmark,
} from '../../preload/contract/index.ts';
import type { Draft } from './draft.ts';
import { type Journal, openJournal } from './journal.ts';
import { silent } from './silent.fixture.ts';
import { canMount, SmallDisk } from './small-disk.fixture.ts';

const worker = join(import.meta.dirname, 'worker.ts');
const [alice, bob, view] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
const flat = { fold: false, rules: [] };
const message = (...args: unknown[]): Draft => ({ direction: 'in', kind: 'message', args });

/** What is told of a view when rows came or went in between. */
const anew = (name: string, count: number) => ({ view: name, count, before: 0, tail: [], reset: true, scan: null });

let folder: string;
let journal: Journal;
let appended: Event<'journal:appended'>[];
let revised: Event<'journal:revised'>[];
let troubled: string[];
let captured: Capture[];
let held: boolean[];

async function open(folder: string): Promise<void> {
  [appended, revised, troubled, captured, held] = [[], [], [], [], []];
  const on = {
    taken() {},
    appended: (event: Event<'journal:appended'>) => appended.push(event),
    revised: (event: Event<'journal:revised'>) => revised.push(event),
    exported() {},
    imported() {},
    troubled: (notice: string) => troubled.push(notice),
    captured: (capture: Capture) => captured.push(capture),
    hold: (on: boolean) => held.push(on),
  };
  ({ journal } = await openJournal({ folder, worker, on }));
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-journal-'));
  await open(folder);
});
afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true });
});

const previews = async (offset = 0, limit = 1000) =>
  (await journal.page(view, offset, limit)).rows.map(({ preview }) => preview);

describe('the journal', () => {
  it('keeps order, pages, and tells of the end as it grows', async () => {
    expect(await journal.watch({ view, profiles: [alice], filter: '', ...flat })).toEqual({ count: 0, scan: null });
    const ids = Array.from({ length: 1200 }, (_, index) => journal.append(alice, message(`number ${index}`)));
    journal.append(bob, message('not in this view'));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    const page = await journal.page(view, 1000, 3);
    expect(page).toMatchObject({ offset: 1000, count: 1200 });
    expect(page.rows.map(({ preview }) => preview)).toEqual(['number 1000', 'number 1001', 'number 1002']);
    expect(page.rows.every((row) => entryRow.safeParse(row).success)).toBe(true);
    await vi.waitFor(() => expect(appended.at(-1)).toMatchObject({ view, count: 1200 }));
    expect(appended.every(({ tail }) => tail.length <= 100)).toBe(true);
    expect(appended.at(-1)?.tail.at(-1)?.id).toBe(ids.at(-1));
    expect(page.rows.every(({ at }, index) => at >= (page.rows[index - 1]?.at ?? 0))).toBe(true);
  });

  it('says in the row whether there are offers and links, which the entry then has', async () => {
    await journal.watch({ view, profiles: [alice], filter: '', ...flat });
    const offers = [{ label: 'Answer', action: 'send', input: {}, how: 'compose' as const }];
    const links = [{ label: 'Picture', url: 'https://example.org/picture' }];
    journal.append(alice, { ...message('neither'), offers: [], links: [] });
    const both = journal.append(alice, { ...message('both'), offers, links });
    const { rows } = await journal.page(view, 0, 2);
    expect(rows.map((row) => [row.offers, row.links])).toEqual([
      [false, false],
      [true, true],
    ]);
    expect(await journal.entry(both, 1000)).toMatchObject({ offers, links });
  });

  it('survives a restart, with ids that go on', async () => {
    const before = journal.append(alice, message('kept'));
    await journal.clear(alice);
    const second = journal.append(alice, message('kept too'));
    await journal.close();
    await open(folder);
    const third = journal.append(alice, message('new'));
    expect([second > before, third > second]).toEqual([true, true]);
    await journal.watch({ view, profiles: [alice], filter: '', ...flat });
    expect(await previews()).toEqual(['kept too', 'new']);
  });

  it('shows an entry whole: bytes, facts, what was inside, and its exchange', async () => {
    const resend = { action: 'produce', input: { text: 'a' } };
    const first = journal.append(alice, {
      ...message({ a: [new Uint8Array([1, 2, 3])] }, new Uint8Array()),
      exchange: 'x',
      resend,
    });
    const second = journal.append(alice, { ...message('answer'), exchange: 'x', waiting: true });
    journal.append(bob, { ...message('elsewhere'), exchange: 'x' });
    journal.revise(first, {
      inside: 'secret',
      facts: [{ name: 'cipher', value: 'aes' }],
      opened: { state: 'opened', by: 'k' },
    });
    const whole = entrySchema.parse(await journal.entry(first, 1000));
    expect(whole).toMatchObject({
      row: { id: first, opened: { state: 'opened', by: 'k' }, signature: { state: 'none' } },
      payload: { args: '[{"a":[null]},null]', cut: false },
      inside: { text: 'secret', cut: false },
      facts: [{ name: 'cipher', value: 'aes' }],
      resend,
    });
    expect(whole.payload.binaries).toEqual([
      { path: [0, 'a', 0], base64: 'AQID', size: 3 },
      { path: [1], base64: '', size: 0 },
    ]);
    expect(whole.related.map(({ id, waiting }) => [id, waiting])).toEqual([[second, true]]);
    expect((await journal.args(first))?.args).toEqual([{ a: [new Uint8Array([1, 2, 3])] }, new Uint8Array()]);
    expect(await journal.entry(999, 10)).toBeUndefined();
    expect(await journal.args(999)).toBeUndefined();
  });

  it('cuts visibly, at whole characters', async () => {
    const id = journal.append(alice, message('\u{1f600}'.repeat(10), new Uint8Array(10)));
    journal.revise(id, { inside: 'a\0b'.repeat(10) });
    const whole = await journal.entry(id, 5);
    expect(whole?.payload).toMatchObject({ args: '["\u{1f600}', cut: true });
    expect(whole?.payload.binaries).toEqual([{ path: [1], base64: 'AAAAAAA=', size: 10 }]);
    expect(whole?.inside).toEqual({ text: 'a\0ba\0', cut: true });
  });

  it('tells of revisions of entries that a view holds, and only of those', async () => {
    await journal.watch({ view, profiles: [alice], filter: '', ...flat });
    const [mine, other] = [journal.append(alice, message('mine')), journal.append(bob, message('other'))];
    await journal.flush();
    const step = { name: 'delivered', after: 12.5, tone: 'good' as const };
    journal.revise(mine, { steps: [step], waiting: false });
    journal.revise(other, { steps: [step] });
    await vi.waitFor(() => expect(revised.flatMap(({ rows }) => rows)).toMatchObject([{ id: mine, steps: [step] }]));
    expect((await journal.entry(other, 10))?.row.steps).toEqual([step]);
  });

  it('lets entries into a filtered view, and out of it, when what they held was opened', async () => {
    const ids = ['sealed one', 'sealed two', 'open secret'].map((text) => journal.append(alice, message(text)));
    const without = crypto.randomUUID();
    expect(await journal.watch({ view, profiles: [alice], filter: 'secret', ...flat })).toEqual({
      count: 1,
      scan: null,
    });
    expect(await journal.watch({ view: without, profiles: [alice], filter: '-secret', ...flat })).toEqual({
      count: 2,
      scan: null,
    });
    journal.revise(ids[0] ?? 0, { inside: 'a SECRET' });
    expect(await previews()).toEqual(['sealed one', 'open secret']);
    await vi.waitFor(() => expect(appended).toContainEqual({ ...anew(view, 2), before: 1, reset: false }));
    expect((await journal.page(without, 0, 10)).rows.map(({ preview }) => preview)).toEqual(['sealed two']);
  });

  it('replaces the question of an open view, and forgets a closed one', async () => {
    for (const text of ['100%', '100x', 'a_b', 'aXb']) journal.append(alice, message(text));
    expect(await journal.watch({ view, profiles: [alice], filter: '100%', ...flat })).toEqual({ count: 1, scan: null });
    expect(await journal.watch({ view, profiles: [alice], filter: 'A_B', ...flat })).toEqual({ count: 1, scan: null });
    expect(await previews()).toEqual(['a_b']);
    journal.append(alice, message('another a_b'));
    expect(await previews()).toEqual(['a_b', 'another a_b']);
    journal.unwatch(view);
    expect(await journal.page(view, 0, 10)).toEqual({ offset: 0, rows: [], count: 0 });
  });

  it('clears one profile, and its views say so', async () => {
    const both = crypto.randomUUID();
    await journal.watch({ view, profiles: [alice], filter: '', ...flat });
    await journal.watch({ view: both, profiles: [alice, bob], filter: '', ...flat });
    const id = journal.append(alice, message('gone', new Uint8Array(3)));
    journal.append(bob, message('stays'));
    await journal.flush();
    await journal.clear(alice);
    await vi.waitFor(() => expect(appended.at(-1)).toEqual(anew(both, 1)));
    expect(appended).toContainEqual(anew(view, 0));
    expect(await journal.entry(id, 10)).toBeUndefined();
    expect((await journal.page(both, 0, 10)).rows.map(({ preview }) => preview)).toEqual(['stays']);
  });

  it('sets bookmarks, which rows carry from then on, and takes them away', async () => {
    await journal.watch({ view, profiles: [alice], filter: '', ...flat });
    const id = journal.append(alice, message('a'));
    const bookmark = { comment: '__proto__ <b>\u202e', colour: 'green' as const };
    expect(await journal.bookmark(id, bookmark)).toBe(true);
    expect((await journal.page(view, 0, 10)).rows[0]?.bookmark).toEqual(bookmark);
    await vi.waitFor(() => expect(revised.at(-1)?.rows).toMatchObject([{ id, bookmark }]));
    expect(await journal.bookmark(id, { ...bookmark, colour: null })).toBe(true);
    expect((await journal.entry(id, 10))?.row.bookmark).toEqual({ ...bookmark, colour: null });
    expect(await journal.bookmark(id, null)).toBe(true);
    expect((await journal.entry(id, 10))?.row).not.toHaveProperty('bookmark');
    expect([await journal.bookmark(999, bookmark), await journal.bookmark(999, null)]).toEqual([false, false]);
  });

  it('deletes rows of a view, and whole exchanges where rows stand for them', async () => {
    const folded = crypto.randomUUID();
    await journal.watch({ view, profiles: [alice], filter: 'b', ...flat });
    await journal.watch({ view: folded, profiles: [alice], filter: '', fold: true, rules: [] });
    const texts = ['a', 'b1', 'b2', 'a again', 'b3'];
    const ids = texts.map((text, at) =>
      journal.append(alice, { ...message(text), ...(at % 3 === 0 && { exchange: 'x' }) }),
    );
    const [first = 0, second = 0, third = 0] = ids;
    expect((await journal.page(folded, 0, 9)).rows[0]?.exchanged?.map(({ id }) => id)).toEqual([first, ids[3]]);
    expect(await journal.delete(view, second, third)).toEqual({ count: 2 });
    expect(await previews()).toEqual(['b3']);
    expect(await journal.delete(folded, first, third)).toEqual({ count: 2 });
    expect((await journal.page(folded, 0, 9)).rows.map(({ preview }) => preview)).toEqual(['b3']);
    expect(await journal.delete(crypto.randomUUID(), 0, 999)).toEqual({ count: 0 });
  });

  it('finds in a view where an entry is and where a time begins', async () => {
    await journal.watch({ view, profiles: [alice], filter: '', ...flat });
    const ids = ['a', 'b', 'c'].map((text) => journal.append(alice, message(text)));
    const { rows } = await journal.page(view, 0, 3);
    expect(await journal.locate(view, { id: ids[1] ?? 0 })).toEqual({ index: 1, id: ids[1], exact: true });
    expect(await journal.locate(view, { time: rows[2]?.at ?? 0 })).toEqual({ index: 2, id: ids[2], exact: false });
    expect(await journal.locate(crypto.randomUUID(), { id: 1 })).toEqual({ index: 0, id: null, exact: false });
  });

  it('finds in a view what has a bookmark or failed, beyond an entry', async () => {
    const folded = crypto.randomUUID();
    await journal.watch({ view, profiles: [alice], filter: 'b', ...flat });
    await journal.watch({ view: folded, profiles: [alice], filter: '', fold: true, rules: [] });
    journal.append(bob, { ...message('b of another'), tone: 'bad' });
    const ids = ['b1', 'a2', 'b3', 'b4'].map((text, at) =>
      journal.append(alice, { ...message(text), ...(at > 1 && { exchange: 'x' }) }),
    );
    const [first = 0, second = 0, third = 0, last = 0] = ids;
    journal.revise(last, { steps: [{ name: 'refused', after: 1, tone: 'bad' }] });
    for (const id of [first, second]) await journal.bookmark(id, { comment: '', colour: null });
    await journal.flush();
    const next = async (of: string, landmark: Landmark, from: number) =>
      (await journal.locate(of, { landmark, way: 'next', from })).id;
    expect(await next(view, 'bookmarked', 0)).toBe(first);
    expect(await next(view, 'bookmarked', first)).toBeNull();
    expect(await next(folded, 'bookmarked', first)).toBe(second);
    expect(await next(view, 'failed', 0)).toBe(last);
    expect(await next(folded, 'failed', 0)).toBe(third);
    expect(await next(folded, 'failed', last)).toBeNull();
  });

  it('ends a scan whose regular expression explodes, says why, and goes on for others', async () => {
    const hard = crypto.randomUUID();
    journal.append(alice, message('x'.repeat(60)));
    await journal.watch({ view, profiles: [alice], filter: '', ...flat });
    const rules = [
      { filter: '/^(x|xx|.?)+$y/', colour: 'red' as const },
      { filter: 'xx', colour: 'blue' as const },
    ];
    const asked = { view: hard, profiles: [alice], fold: false, rules };
    const { scan } = await journal.watch({ ...asked, filter: '/^(x|xx|.?)+$y/' });
    expect(scan).toEqual({ scanned: 0, total: 1, problem: expect.stringContaining('takes too long') });
    journal.append(alice, message('next'));
    expect(await previews()).toEqual(['x'.repeat(60), 'next']);
    expect((await journal.page(hard, 0, 10)).rows).toEqual([]);
    await journal.watch({ ...asked, filter: '' });
    expect((await journal.page(hard, 0, 10)).rows.map(({ colour }) => colour)).toEqual(['blue', undefined]);
  });

  it('puts verdicts that a key might change back to pending', async () => {
    await journal.watch({ view, profiles: [alice], filter: '', ...flat });
    journal.append(alice, { ...message('a'), opened: { state: 'locked', needs: [] } });
    const unknown = { state: 'signer-unknown', reason: 'no certificate' } as const;
    journal.append(alice, { ...message('b'), opened: { state: 'opened', by: 'k' }, signature: unknown });
    journal.append(alice, { ...message('c'), opened: { state: 'broken', reason: 'flipped' } });
    await journal.retryVerdicts();
    const { rows } = await journal.page(view, 0, 10);
    expect(rows.map(({ opened, signature }) => [opened.state, signature.state])).toEqual([
      ['pending', 'none'],
      ['opened', 'pending'],
      ['broken', 'none'],
    ]);
    await vi.waitFor(() =>
      expect(revised.flatMap((event) => event.rows).map(({ preview }) => preview)).toEqual(['a', 'b']),
    );
  });

  it('takes what hostile servers send', async () => {
    const huge = 'x'.repeat(50_000_000);
    const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);
    const hostile = JSON.parse('{"__proto__":{"polluted":1},"a":"<img onerror=alert(1)>\u202e\\u0000"}');
    const ids = [huge, deep, hostile, '\ud83d'].map((arg) => journal.append(alice, message(arg)));
    await journal.watch({ view, profiles: [alice], filter: '', ...flat });
    const { rows } = await journal.page(view, 0, 10);
    expect(rows.map(({ size }) => size)).toEqual([
      50_000_004,
      400_002,
      Buffer.byteLength(JSON.stringify([hostile])),
      10,
    ]);
    const [whole, , third, fourth] = await Promise.all(ids.map((id) => journal.args(id)));
    expect(whole?.args[0] === huge).toBe(true);
    expect(JSON.stringify(third?.args)).toBe(JSON.stringify([hostile]));
    expect(fourth?.args).toEqual(['\ud83d']);
    const cut = await journal.entry(ids[0] ?? 0, 1000);
    expect(cut?.payload).toMatchObject({ cut: true, size: 50_000_004 });
    expect(troubled).toEqual([]);
  });

  it('shows as a gap what it had no room for while the disk could not be written', async () => {
    const other = new DatabaseSync(join(folder, 'journal.sqlite'));
    other.exec('begin immediate');
    for (let count = 0; count < 10; count++) journal.append(alice, message('x'.repeat(30_000_000)));
    await vi.waitFor(() => expect(troubled).toHaveLength(1), { timeout: 10_000 });
    expect(held[0]).toBe(true);
    await vi.waitFor(() => expect(captured.at(-1)).toMatchObject({ taken: 10, lost: 2, held: true }), {
      timeout: 10_000,
    });
    other.exec('rollback');
    other.close();
    await journal.watch({ view, profiles: [alice], filter: 'gap', ...flat });
    await vi.waitFor(async () => expect((await journal.page(view, 0, 9)).count).toBe(1), { timeout: 10_000 });
    const { rows } = await journal.page(view, 0, 9);
    expect(rows[0]).toMatchObject({ direction: 'note', kind: 'gap', tone: 'bad' });
    expect((await journal.args(rows[0]?.id ?? 0))?.args).toEqual([{ lost: 2 }]);
    expect(await journal.watch({ view, profiles: [alice], filter: '', ...flat })).toEqual({ count: 9, scan: null });
    expect(held.at(-1)).toBe(false);
    expect(journal.capture).toMatchObject({ taken: 11, lost: 2, queued: 0, held: false });
  });

  it.runIf(canMount)(
    'keeps entries without their payload while the disk is full, and says so',
    async () => {
      await journal.close();
      const disk = new SmallDisk(folder, 4);
      try {
        await open(disk.at);
        const whole = journal.append(alice, message('fits'));
        await journal.flush();
        for (let count = 0; count < 6; count++) journal.append(alice, message('x'.repeat(1_000_000)));
        await vi.waitFor(() => expect(journal.capture.full).toBe(true), { timeout: 10_000 });
        expect(troubled).toEqual([expect.stringContaining('without its payload')]);
        await expect(journal.bookmark(whole, { comment: 'z'.repeat(3_000_000), colour: null })).rejects.toMatchObject({
          error: { code: 'failed', message: expect.stringContaining('Free some space') },
        });
        const bare = journal.append(alice, { ...message('y'.repeat(1000)), marks: ['duplicate'] });
        disk.resize(40);
        await vi.waitFor(() => expect(journal.capture).toMatchObject({ full: false, queued: 0 }), { timeout: 10_000 });
        expect((await journal.args(whole))?.args).toEqual(['fits']);
        expect((await journal.args(whole + 6))?.args).toEqual(['x'.repeat(1_000_000)]);
        const found = await journal.args(bare);
        expect(found).toMatchObject({ args: [], row: { size: 1004, marks: ['duplicate', 'payload not kept'] } });
        const note = async () => (await journal.args(bare + 1))?.args;
        await vi.waitFor(async () => expect(await note()).toEqual([{ withoutPayload: 1 }]), { timeout: 10_000 });
      } finally {
        await journal.close();
        disk.remove();
      }
    },
    30_000,
  );

  it('ends once, however often it is closed, and then refuses', async () => {
    await Promise.all([journal.close(), journal.close()]);
    await expect(journal.page(view, 0, 10)).rejects.toThrow('The journal has ended.');
  });

  it('does not open where there is no folder', async () => {
    await expect(openJournal({ folder: join(folder, 'missing'), worker, on: silent })).rejects.toThrow('ENOENT');
  });
});
