import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { networkFields } from '../transports/network.ts';
import { Requests } from './requests.ts';
import { aContext } from './service.fixture.ts';

describe('requests', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function make() {
    const played = aContext(z.object(networkFields).parse({}));
    return { ...played, requests: new Requests(played.context, 5000) };
  }
  const good = { name: 'acknowledged', tone: 'good', last: true } as const;

  it('are settled by their last answer, in one exchange', () => {
    const { entries, requests } = make();
    const request = requests.sent({ kind: 'ask', args: [1] });
    expect(requests.waiting).toBe(1);
    request.answered({ kind: 'stored', args: [] }, { ...good, name: 'stored', last: false });
    expect(entries[0]).toMatchObject({ waiting: true, steps: [{ name: 'stored' }] });
    request.answered({ kind: 'read', args: [2] }, good);
    expect(entries[0]).toMatchObject({ waiting: false, steps: [{ name: 'stored' }, { name: 'acknowledged' }] });
    expect(new Set(entries.map(({ draft }) => draft.exchange)).size).toBe(1);
    expect(requests.waiting).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('mark an answer too many, which changes nothing', () => {
    const { entries, requests } = make();
    const request = requests.sent({ kind: 'ask', args: [] });
    request.answered({ kind: 'ack', args: [] }, good);
    request.answered({ kind: 'ack', args: [], marks: ['odd'] }, good);
    expect(entries[0]?.steps).toHaveLength(1);
    expect(entries.at(-1)?.draft.marks).toEqual(['odd', 'repeated']);
  });

  it('say that an answer is missing', () => {
    const { entries, requests } = make();
    requests.sent({ kind: 'ask', args: [] });
    requests.sent({ kind: 'ask soon', args: [] }, 100);
    vi.advanceTimersByTime(100);
    expect(entries[1]?.steps).toEqual([{ name: 'unanswered', tone: 'bad', text: 'No answer within 0.1 s' }]);
    vi.advanceTimersByTime(5000);
    expect(entries[0]).toMatchObject({ waiting: false, steps: [{ name: 'unanswered', tone: 'bad' }] });
  });

  it('continue an exchange, and may go without an answer', () => {
    const { entries, requests } = make();
    const silence = { name: 'sent', tone: 'plain' } as const;
    const first = requests.sent({ kind: 'tell', args: [] }, 100, { silence });
    requests.sent({ kind: 'tell again', args: [] }, 100, { exchange: first.exchange });
    vi.advanceTimersByTime(100);
    expect(entries[0]).toMatchObject({ waiting: false, steps: [silence] });
    expect(entries[1]).toMatchObject({ draft: { exchange: first.exchange }, steps: [{ name: 'unanswered' }] });
  });

  it('take an answer that comes late, once', () => {
    const { entries, requests } = make();
    const request = requests.sent({ kind: 'ask', args: [] });
    vi.advanceTimersByTime(5000);
    request.answered({ kind: 'ack', args: [] }, good);
    request.answered({ kind: 'ack', args: [] }, good);
    expect(entries[0]).toMatchObject({ waiting: false, steps: [{ name: 'unanswered' }, { name: 'acknowledged' }] });
    expect(entries.map(({ draft }) => draft.marks)).toEqual([undefined, ['late'], ['repeated']]);
  });

  it('are lost with the line', () => {
    const { entries, requests } = make();
    requests.sent({ kind: 'ask', args: [] });
    requests.lineLost();
    expect(entries[0]).toMatchObject({ waiting: false, steps: [{ name: 'line lost', tone: 'bad' }] });
    expect(vi.getTimerCount()).toBe(0);
  });
});
