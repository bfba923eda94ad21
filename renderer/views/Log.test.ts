import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { EntryRow } from '../../preload/contract/index.ts';
import { anEntryRow, aProfile, aService, FakeBridge, indexIn } from '../fake-bridge.fixture.ts';
import { mountWith } from '../mount.fixture.ts';
import Log from './Log.svelte';

const alice = aProfile();

/** A journal of rows with rising numbers; words of the filter must occur in the preview. */
class FakeJournal {
  bridge = new FakeBridge({ profiles: [alice] });
  rows: EntryRow[];
  #views = new Map<string, string>();

  constructor(count: number) {
    this.rows = Array.from({ length: count }, (_, index) => aRow(index + 1));
    this.bridge.answer('journal:watch', ({ view, filter }) => {
      this.#views.set(view, filter ?? '');
      return { count: this.#matching(view).length, scan: null };
    });
    this.bridge.answer('journal:unwatch', ({ view }) => {
      this.#views.delete(view);
      return {};
    });
    this.bridge.answer('journal:locate', ({ view, place }) => indexIn(this.#matching(view), place));
    this.bridge.answer('journal:page', ({ view, offset, limit }) => {
      const rows = this.#matching(view);
      return { offset, rows: rows.slice(offset, offset + limit), count: rows.length };
    });
  }

  append(count: number): void {
    for (let each = 0; each < count; each += 1) this.rows.push(aRow(this.rows.length + 1));
    for (const view of this.#views.keys()) {
      const rows = this.#matching(view);
      this.bridge.emit('journal:appended', {
        view,
        count: rows.length,
        before: 0,
        tail: rows.slice(-100),
        reset: rows.length === 0,
        scan: null,
      });
    }
  }

  #matching(view: string): EntryRow[] {
    const filter = this.#views.get(view) ?? '';
    return filter === '' ? this.rows : this.rows.filter((row) => row.preview.includes(filter));
  }
}

function aRow(id: number): EntryRow {
  return anEntryRow({ id, at: 1_760_000_000_000 + id * 250, preview: `Letter ${id}.`, profile: alice.id });
}

async function mount(journal: FakeJournal, width = 1000) {
  const chosen: (number | null)[] = [];
  const onselect = (id: number | null) => {
    chosen.push(id);
    void view.screen.rerender({ selected: id });
  };
  const props = { profiles: [alice.id], service: aService(), selected: null as number | null, onselect };
  const view = { ...(await mountWith(journal.bridge, Log, props, { width, height: 600 })), chosen };
  return view;
}

describe('Log', () => {
  it('follows the end while it is at the end', async () => {
    const journal = new FakeJournal(300);
    const { screen } = await mount(journal);
    await expect.element(screen.getByText('Letter 300.')).toBeInViewport();
    journal.append(50);
    await expect.element(screen.getByText('Letter 350.')).toBeInViewport();
    expect(screen.getByText(/new$/).query()).toBeNull();
  });

  it('is asked for once, whatever else of the preferences is saved meanwhile', async () => {
    const journal = new FakeJournal(300);
    const { screen } = await mount(journal);
    await expect.element(screen.getByText('Letter 300.')).toBeInViewport();
    const saved = structuredClone(journal.bridge.snapshot.preferences);
    journal.bridge.emit('preferences:changed', { ...saved, foldedFolders: ['Work'] });
    journal.append(1);
    await expect.element(screen.getByText('Letter 301.')).toBeInViewport();
    expect(journal.bridge.inputs('journal:watch')).toHaveLength(1);
    journal.bridge.emit('preferences:changed', {
      ...saved,
      rules: [{ name: '', on: true, filter: '1', colour: 'red' }],
    });
    await expect.poll(() => journal.bridge.inputs('journal:watch').length).toBe(2);
  });

  it('shows which messages have links and which can be answered', async () => {
    const journal = new FakeJournal(3);
    journal.rows[1] = { ...aRow(2), links: true, offers: true };
    const { screen } = await mount(journal, 360);
    await expect.element(screen.getByRole('row', { name: /Letter 2\. has links can be answered/ })).toBeVisible();
    expect(screen.getByText('has links').elements()).toHaveLength(1);
    expect(screen.getByText('can be answered').elements()).toHaveLength(1);
  });

  it('goes on following when it becomes lower and taller again', async () => {
    const journal = new FakeJournal(300);
    const { screen } = await mount(journal);
    await expect.element(screen.getByText('Letter 300.')).toBeInViewport();
    const frame = screen.getByRole('region', { name: /^Log of/ }).element().parentElement as HTMLElement;
    const grid = screen.getByRole('grid').element();
    for (const height of ['300px', '600px']) {
      const before = grid.clientHeight;
      frame.style.height = height;
      await expect.poll(() => grid.clientHeight).not.toBe(before);
      await expect.element(screen.getByText('Letter 300.')).toBeInViewport();
    }
    journal.append(50);
    await expect.element(screen.getByText('Letter 350.')).toBeInViewport();
  });

  it('stays where one reads, and says how many are new', async () => {
    const journal = new FakeJournal(300);
    const { screen } = await mount(journal);
    const grid = screen.getByRole('grid');
    await expect.element(screen.getByText('Letter 300.')).toBeInViewport();
    grid.element().scrollTop = 1000;
    await expect.element(screen.getByRole('button', { name: 'Latest' })).toBeVisible();
    const before = grid.element().scrollTop;
    journal.append(142);
    await expect.element(screen.getByRole('button', { name: '142 new' })).toBeVisible();
    expect(grid.element().scrollTop).toBe(before);
    await screen.getByRole('button', { name: '142 new' }).click();
    await expect.element(screen.getByText('Letter 442.')).toBeInViewport();
    journal.append(1);
    await expect.element(screen.getByText('Letter 443.')).toBeInViewport();
  });

  it('makes only the rows near the screen of 200,000', async () => {
    const journal = new FakeJournal(200_000);
    const { screen } = await mount(journal);
    await expect.element(screen.getByText('Letter 200000.')).toBeInViewport();
    await expect.element(screen.getByRole('grid')).toHaveAttribute('aria-rowcount', '200001');
    expect(screen.getByRole('row').elements().length).toBeLessThan(60);
    expect(journal.bridge.inputs('journal:page').length).toBeLessThan(6);
    screen.getByRole('grid').element().scrollTop = 2_600_000;
    await expect.element(screen.getByText('Letter 100001.')).toBeInViewport();
    expect(screen.getByRole('row').elements().length).toBeLessThan(60);
  });

  it('filters, says how many match, and keeps the selected row in sight when the filter is cleared', async () => {
    const journal = new FakeJournal(5000);
    const { screen, chosen } = await mount(journal);
    const box = screen.getByRole('combobox', { name: 'Filter the log' });
    await box.fill('Letter 1234.');
    await expect.element(screen.getByText('1 hit')).toBeVisible();
    await screen.getByText('Letter 1234.').click();
    expect(chosen).toEqual([1234]);
    await screen.getByRole('button', { name: 'Clear the filter' }).click();
    await expect.element(screen.getByText('5,000 entries')).toBeVisible();
    await expect.element(screen.getByText('Letter 1234.')).toBeInViewport();
    await expect.element(screen.getByRole('row', { selected: true }).getByText('Letter 1234.')).toBeVisible();
    expect(chosen).toEqual([1234]);
  });

  it('says how many a filter hides when nothing matches', async () => {
    const { screen } = await mount(new FakeJournal(40));
    await screen.getByRole('combobox').fill('nothing like it');
    await expect.element(screen.getByText('40 entries are hidden by it.')).toBeVisible();
    await screen.getByRole('status').getByRole('button', { name: 'Clear the filter' }).click();
    await expect.element(screen.getByText('Letter 40.')).toBeInViewport();
  });

  it('is driven by the keyboard', async () => {
    const journal = new FakeJournal(300);
    const { screen, chosen } = await mount(journal);
    await expect.element(screen.getByText('Letter 300.')).toBeInViewport();
    screen.getByRole('grid').element().focus();
    await userEvent.keyboard('{ArrowUp}{ArrowUp}{Enter}');
    expect(chosen).toEqual([299]);
    await userEvent.keyboard('{ArrowUp}');
    await expect.poll(() => chosen).toEqual([299, 298]);
    const row = screen.getByRole('row', { selected: true });
    await expect.element(screen.getByRole('grid')).toHaveAttribute('aria-activedescendant', row.element().id);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => chosen.at(-1)).toBeNull();
    await userEvent.keyboard('{Home}');
    await expect.element(screen.getByText('Letter 1.')).toBeInViewport();
    await userEvent.keyboard('/');
    await expect.element(screen.getByRole('combobox')).toHaveFocus();
  });

  it('says in words what became of a message and what was found', async () => {
    const journal = new FakeJournal(0);
    journal.rows = [
      anEntryRow({
        id: 1,
        direction: 'out',
        steps: [
          { name: 'acknowledged', after: 12, tone: 'good' },
          { name: 'delivered', after: 40, tone: 'good' },
        ],
      }),
      anEntryRow({
        id: 2,
        opened: { state: 'opened', by: 'Bob' },
        signature: { state: 'wrong', reason: 'It differs.' },
      }),
      anEntryRow({ id: 3, direction: 'out', waiting: true, marks: ['duplicate'] }),
    ];
    const { screen } = await mount(journal);
    const rows = screen.getByRole('row');
    await expect.poll(() => rows.nth(1).element().textContent).toMatch(/sent.*acknowledged 12 ms.*delivered 40 ms/s);
    await expect.poll(() => rows.nth(2).element().textContent).toMatch(/received.*opened.*wrong signature/s);
    await expect.poll(() => rows.nth(3).element().textContent).toMatch(/duplicate.*waiting/s);
    journal.bridge.emit('journal:revised', {
      view: journal.bridge.inputs('journal:watch')[0]?.view ?? '',
      rows: [{ ...(journal.rows[2] as EntryRow), waiting: false }],
    });
    await expect.element(rows.nth(3)).not.toHaveTextContent('waiting');
  });

  it('gives the message most of a narrow tile, clips no status, and keeps its words for screen readers', async () => {
    const journal = new FakeJournal(0);
    const steps = ['acknowledged', 'delivered'].map((name) => ({ name, after: 12, tone: 'good' as const }));
    journal.rows = [
      anEntryRow({ id: 1, direction: 'out', preview: 'A rather long message, '.repeat(9), steps }),
      anEntryRow({
        id: 2,
        preview: 'Another long message, '.repeat(9),
        opened: { state: 'opened', by: 'Bob' },
        signature: { state: 'wrong', reason: 'It differs.' },
      }),
    ];
    const { screen } = await mount(journal, 340);
    await expect.element(screen.getByRole('region', { name: `Log of ${alice.name}` })).toBeVisible();
    await expect.element(screen.getByRole('row', { name: /acknowledged.*delivered/ })).toBeVisible();
    const row = screen.getByRole('row', { name: /opened.*wrong signature/ });
    for (const cell of row.element().parentElement?.querySelectorAll('.status, .time') ?? [])
      expect(cell.scrollWidth).toBeLessThanOrEqual(cell.clientWidth);
    const widths = [...row.element().children].map((cell) => [cell.classList[0], cell.clientWidth] as const);
    expect(widths.toSorted((a, b) => b[1] - a[1])[0]?.[0]).toBe('preview');
  });

  it('sets a bookmark by a key, and gives one back that was taken away', async () => {
    const journal = new FakeJournal(3);
    const bookmark = { comment: 'Here it began', colour: 'red' as const };
    journal.rows[0] = { ...aRow(1), bookmark };
    const { screen, toasts } = await mount(journal);
    const last = () => journal.bridge.inputs('journal:bookmark').at(-1);
    await screen.getByText('Letter 3.').click();
    await userEvent.keyboard('b');
    await expect.poll(last).toEqual({ id: 3, bookmark: { comment: '', colour: null } });
    await screen.getByText('Letter 1.').click();
    await userEvent.keyboard('b');
    await expect.poll(last).toEqual({ id: 1, bookmark: null });
    await expect.poll(() => toasts.items.length).toBe(1);
    toasts.items[0]?.action?.run();
    await expect.poll(last).toEqual({ id: 1, bookmark });
  });

  it('goes to what has a bookmark or failed, and says when there is none further', async () => {
    const journal = new FakeJournal(300);
    journal.rows[9] = { ...aRow(10), bookmark: { comment: '', colour: null } };
    journal.rows[199] = { ...aRow(200), tone: 'bad' };
    const { screen, toasts, chosen } = await mount(journal);
    await screen.getByText('Letter 300.').click();
    await screen.getByRole('button', { name: 'How the log is shown' }).click();
    await screen.getByRole('button', { name: 'Previous failed entry' }).click();
    await expect.element(screen.getByText('Letter 200.')).toBeInViewport();
    await screen.getByRole('button', { name: 'Previous bookmark' }).click();
    await expect.element(screen.getByText('Letter 10.')).toBeInViewport();
    expect(chosen).toEqual([300, 200, 10]);
    await screen.getByRole('button', { name: 'Previous bookmark' }).click();
    await expect.poll(() => toasts.items.at(-1)?.text).toBe('This log shows no bookmark before this.');
    await screen.getByRole('button', { name: 'Next failed entry' }).click();
    await expect.poll(() => chosen.at(-1)).toBe(200);
  });

  it('shows one row for each exchange, with what came of it', async () => {
    const journal = new FakeJournal(0);
    const [at, tone] = [1_760_000_000_000, 'plain'] as const;
    const exchanged = [
      { id: 1, at, direction: 'out' as const, tone, kind: 'ask' },
      { id: 2, at: at + 120, direction: 'in' as const, tone, kind: 'reply' },
    ];
    journal.rows = [anEntryRow({ id: 1, at, direction: 'out', kind: 'ask', waiting: true, exchanged })];
    const { screen } = await mount(journal);
    await screen.getByRole('button', { name: 'One row for each exchange' }).click();
    await expect.poll(() => journal.bridge.inputs('journal:watch').at(-1)?.fold).toBe(true);
    await expect.element(screen.getByRole('row', { name: /ask.*reply.*120 ms.*waiting/ })).toBeVisible();
    await expect.element(screen.getByText('1 row', { exact: true })).toBeVisible();
  });

  it('is held by the space bar while entries come, and goes on at the end', async () => {
    const journal = new FakeJournal(300);
    const { screen } = await mount(journal);
    await expect.element(screen.getByText('Letter 300.')).toBeInViewport();
    screen.getByRole('grid').element().focus();
    await userEvent.keyboard(' ');
    journal.append(40);
    await expect.element(screen.getByText(/^Held: 40 more have come/)).toBeVisible();
    await expect.element(screen.getByText('Letter 300.')).toBeInViewport();
    await userEvent.keyboard(' ');
    await expect.element(screen.getByText('Letter 340.')).toBeInViewport();
  });

  it('measures times from a row that was chosen', async () => {
    const journal = new FakeJournal(5);
    const { screen } = await mount(journal);
    await screen.getByText('Letter 2.').click();
    await userEvent.keyboard('m');
    await expect.element(screen.getByText(/^Times since/)).toBeVisible();
    await expect.element(screen.getByRole('row', { name: /750 ms.*Letter 5\./ })).toBeVisible();
    await screen.getByRole('button', { name: 'Back to the clock' }).click();
    await expect.element(screen.getByText(/^Times since/)).not.toBeInTheDocument();
  });

  it('deletes a range of rows, only when one is sure', async () => {
    const journal = new FakeJournal(20);
    const { screen } = await mount(journal);
    await screen.getByText('Letter 11.').click();
    await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    const bar = screen.getByRole('toolbar', { name: 'Chosen entries' });
    await expect.element(bar.getByText('3 entries chosen')).toBeVisible();
    await bar.getByRole('button', { name: 'Delete…' }).click();
    const question = screen.getByRole('dialog', { name: 'Delete 3 entries?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect.element(question).not.toBeInTheDocument();
    expect(journal.bridge.inputs('journal:delete')).toEqual([]);
    await bar.getByRole('button', { name: 'Delete…' }).click();
    await question.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect.poll(() => journal.bridge.inputs('journal:delete').at(-1)).toMatchObject({ from: 11, to: 13 });
  });

  it('shows hostile text as text', async () => {
    const journal = new FakeJournal(0);
    journal.rows = [anEntryRow({ id: 1, preview: '<img src=x onerror=alert(1)> \u202Eevil', kind: 'a\u0000b' })];
    const { screen } = await mount(journal);
    await expect.element(screen.getByText(/^<img src=x onerror=alert\(1\)>/)).toBeVisible();
    await expect.element(screen.getByText('U+202E')).toBeVisible();
    await expect.element(screen.getByText('U+0000')).toBeVisible();
  });
});
