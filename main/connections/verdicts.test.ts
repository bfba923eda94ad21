import { describe, expect, it, vi } from 'vitest';
import type { EntryRow } from '../../preload/contract/index.ts';
import type { Lens } from '../keyring/lens.ts';
import { aMemory } from '../services/service.fixture.ts';
import type { Judgement, Service } from '../services/service.ts';
import { aJournal, aService } from './connection.fixture.ts';
import { Verdicts } from './verdicts.ts';

const judged: Judgement = { opened: { state: 'plain' }, signature: { state: 'unsigned' }, facts: [] };
const lens = {} as Lens;

const memory = aMemory();
const judgedBy = (judge: Service['judge']) => ({
  serviceOf: () => ({ ...aService().service, ...(judge && { judge }) }),
  memoryOf: () => memory,
});

function rows(count: number, state: 'pending' | 'plain' = 'pending'): EntryRow[] {
  return Array.from(
    { length: count },
    (_, index) => ({ id: index + 1, opened: { state }, signature: { state: 'none' } }) as EntryRow,
  );
}

describe('verdicts', () => {
  it('judges pending rows once and writes down what was found', async () => {
    const { journal, drafts, revisions } = aJournal();
    drafts.push({ direction: 'in', kind: 'x', args: ['sealed'] });
    const judge = vi.fn(async () => judged);
    const verdicts = new Verdicts(journal, lens, judgedBy(judge), () => {});
    verdicts.look(rows(1));
    verdicts.look(rows(1));
    verdicts.look(rows(1, 'plain'));
    await vi.waitFor(() => expect(revisions).toHaveLength(1));
    expect(judge).toHaveBeenCalledTimes(1);
    expect(judge).toHaveBeenCalledWith(['sealed'], lens, memory);
    expect(revisions[0]).toMatchObject([1, judged]);
  });

  it('takes a judge that throws as a verdict', async () => {
    const { journal, drafts, revisions } = aJournal();
    drafts.push({ direction: 'in', kind: 'x', args: ['sealed'] });
    const judge = async () => {
      throw new Error('odd');
    };
    new Verdicts(journal, lens, judgedBy(judge), () => {}).look(rows(1));
    await vi.waitFor(() => expect(revisions).toHaveLength(1));
    expect(revisions[0]?.[1].opened).toMatchObject({ state: 'broken', reason: expect.stringContaining('odd') });
  });

  it('under a flood judges what was shown last and forgets the rest', async () => {
    const { journal, drafts, revisions } = aJournal();
    for (let index = 0; index < 5000; index++) drafts.push({ direction: 'in', kind: 'x', args: [index] });
    new Verdicts(
      journal,
      lens,
      judgedBy(async () => judged),
      () => {},
    ).look(rows(5000));
    await vi.waitFor(() => expect(revisions.some(([id]) => id === 5000)).toBe(true));
    expect(revisions.length).toBeLessThanOrEqual(1008);
  });

  it('tries again behind what is shown, tells how far it is, and can be stopped', async () => {
    const { journal, drafts } = aJournal();
    for (let index = 0; index < 100; index++) drafts.push({ direction: 'in', kind: 'x', args: [index + 1] });
    const order: unknown[] = [];
    const doors: (() => void)[] = [];
    const judge = async ([id]: readonly unknown[]) => {
      order.push(id);
      await new Promise<void>((resolve) => doors.push(resolve));
      return judged;
    };
    const progress: unknown[] = [];
    const again = { ...journal, retryVerdicts: async () => drafts.slice(0, 50).map((_, index) => index + 1) };
    const verdicts = new Verdicts(again, lens, judgedBy(judge), () => progress.push(verdicts.progress));
    await verdicts.retry();
    expect(progress[0]).toEqual({ done: 0, total: 50 });
    await vi.waitFor(() => expect(order).toEqual([1, 2, 3, 4, 5, 6, 7, 8]));
    verdicts.look([{ ...rows(100)[99] } as EntryRow]);
    doors.shift()?.();
    await vi.waitFor(() => expect(order.at(-1)).toBe(100));
    expect(verdicts.progress).toEqual({ done: 8, total: 50 });
    verdicts.stop();
    expect(verdicts.progress).toBeNull();
    for (const open of doors) open();
    await vi.waitFor(() => expect(order).toHaveLength(9));
    expect(progress.at(-1)).toBeNull();
  });
});
