import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Batch, defaultPreferences } from '../preload/contract/index.ts';
import { Feed } from './feed.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => vi.useRealTimers());

describe('feed', () => {
  it('gathers events into one batch and numbers them without a gap', () => {
    const feed = new Feed();
    const batches: Batch[] = [];
    const subscription = feed.subscribe((batch) => batches.push(batch));
    feed.publish('menu:chosen', { command: 'a' });
    feed.publish('preferences:changed', defaultPreferences);
    subscription.publish('menu:chosen', { command: 'b' });
    vi.advanceTimersByTime(60);
    feed.publish('menu:chosen', { command: 'c' });
    vi.advanceTimersByTime(60);
    expect(batches.map((batch) => batch.map(({ sequence, name }) => [sequence, name]))).toEqual([
      [
        [1, 'menu:chosen'],
        [2, 'preferences:changed'],
        [3, 'menu:chosen'],
      ],
      [[4, 'menu:chosen']],
    ]);
  });

  it('makes a gathered event once per batch, with what holds then', () => {
    const feed = new Feed();
    const seen: unknown[] = [];
    feed.subscribe((batch) => seen.push(...batch.map(({ event }) => event)));
    let count = 0;
    for (let turn = 0; turn < 1000; turn++) {
      count++;
      feed.gather('count', 'menu:chosen', () => ({ command: String(count) }));
    }
    vi.advanceTimersByTime(60);
    expect(seen).toEqual([{ command: '1000' }]);
  });

  it('can be flushed before its time, and then sends nothing twice', () => {
    const feed = new Feed();
    const deliver = vi.fn();
    feed.subscribe(deliver);
    feed.publish('menu:chosen', { command: 'a' });
    feed.gather('b', 'menu:chosen', () => ({ command: 'b' }));
    feed.flush();
    expect(deliver).toHaveBeenCalledTimes(1);
    expect(deliver.mock.calls[0]?.[0]).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
    feed.flush();
    expect(deliver).toHaveBeenCalledTimes(1);
  });

  it('sends nothing to a closed subscription and leaves no timer when closed', () => {
    const feed = new Feed();
    const deliver = vi.fn();
    feed.subscribe(deliver).close();
    feed.subscribe(deliver);
    feed.publish('menu:chosen', { command: 'a' });
    feed.close();
    vi.advanceTimersByTime(100);
    expect(deliver).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});
