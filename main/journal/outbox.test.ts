import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOutbox } from './outbox.ts';
import { recordEntry } from './record.ts';
import type { Change } from './worker-protocol.ts';

const change = (id: number) => recordEntry(id, 0, 'p', { direction: 'in', kind: 'message', args: [] });

function postedBy(room?: number) {
  const batches: { changes: Change[]; weight: number }[] = [];
  const outbox = createOutbox((changes, weight) => batches.push({ changes, weight }), room);
  return { outbox, batches, ids: () => batches.map(({ changes }) => changes.map(({ id }) => id)) };
}

describe('the outbox', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('sends what it has after 50 milliseconds, once', () => {
    const { outbox, ids } = postedBy();
    outbox.put(change(1), 0);
    vi.advanceTimersByTime(30);
    outbox.put(change(2), 0);
    expect(ids()).toEqual([]);
    vi.advanceTimersByTime(20);
    expect(ids()).toEqual([[1, 2]]);
    vi.advanceTimersByTime(1000);
    expect(ids()).toHaveLength(1);
  });

  it('sends at 500 changes or 4 MB without waiting', () => {
    const { outbox, ids } = postedBy();
    for (let id = 1; id <= 501; id++) outbox.put(change(id), 0);
    expect(ids().map((batch) => batch.length)).toEqual([500]);
    outbox.put(change(502), 4_000_000);
    expect(ids()[1]).toEqual([501, 502]);
  });

  it('refuses what goes beyond its room, until enough is written', () => {
    const { outbox, batches } = postedBy(10_000);
    expect(outbox.put(change(1), 50_000)).toBe(true);
    expect(outbox.put(change(2), 10)).toBe(false);
    outbox.send();
    expect(outbox.put(change(3), 10)).toBe(false);
    expect(outbox.queued).toBe(50_500);
    outbox.written(batches[0]?.weight ?? 0);
    expect(outbox.queued).toBe(0);
    expect(outbox.put(change(4), 10)).toBe(true);
  });
});
