import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { networkFields } from '../../transports/network.ts';
import type { SocketIoLine } from '../../transports/socket-io.ts';
import { aContext } from '../service.fixture.ts';
import { Exchanges } from './exchanges.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A line whose acknowledgements the test gives. */
function aLine() {
  const answers: ((args: unknown[]) => void)[] = [];
  const line: SocketIoLine = {
    generation: 4,
    facts: [],
    emit: (_event, _args, acknowledged) => void (acknowledged && answers.push(acknowledged)),
    close: () => {},
  };
  return { line, answers };
}

function setUp() {
  const { context, entries, of } = aContext(z.strictObject(networkFields).parse({}));
  return { ...aLine(), entries, of, exchanges: new Exchanges(context, 1000) };
}

const produce = { event: 'produce', args: [{ content: 'x' }, 'k'], key: 'k', draft: {} };

describe('a request', () => {
  it('is recorded as waiting, then acknowledged, then delivered, all in one exchange', () => {
    const { exchanges, line, answers, entries } = setUp();
    exchanges.request(line, produce);
    expect(entries).toMatchObject([{ waiting: true, steps: [], draft: { direction: 'out', kind: 'produce' } }]);
    answers[0]?.([null, 'Message sent.']);
    expect(entries[0]).toMatchObject({
      waiting: true,
      steps: [{ name: 'acknowledged', tone: 'good', text: 'Message sent.' }],
    });
    exchanges.report(['{"key":"k","timestamp":1}']);
    expect(entries[0]).toMatchObject({ waiting: false, steps: [{ name: 'acknowledged' }, { name: 'delivered' }] });
    expect(entries.map(({ draft }) => draft.kind)).toEqual(['produce', 'acknowledgement', 'delivery-report']);
    expect(new Set(entries.map(({ draft }) => draft.exchange)).size).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that was refused leaves the report under its key to the next one', () => {
    const { exchanges, line, answers, of } = setUp();
    for (const answer of [['Invalid signature'], [null, 'Message sent.']]) {
      exchanges.request(line, produce);
      answers.pop()?.(answer);
    }
    exchanges.report(['{"key":"k","timestamp":1}']);
    const names = of('produce').map(({ steps }) => steps.map(({ name }) => name));
    expect(names).toEqual([['refused'], ['acknowledged', 'delivered']]);
  });

  it('without a key waits for the acknowledgement only', () => {
    const { exchanges, line, answers, entries } = setUp();
    exchanges.request(line, { event: 'subscribe', args: [['a']], draft: {} });
    answers[0]?.([null, 'Subscribed.']);
    expect(entries[0]).toMatchObject({ waiting: false });
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ['text', 'Invalid destination', 'Invalid destination'],
    ['an object with a message', { message: 'No' }, 'No'],
    ['bytes', Buffer.from('No'), 'No'],
  ])('is refused with %s', (_, error, text) => {
    const { exchanges, line, answers, entries } = setUp();
    const accepted: boolean[] = [];
    exchanges.request(line, { ...produce, answered: (yes) => accepted.push(yes) });
    answers[0]?.([error]);
    expect(entries[0]).toMatchObject({ waiting: false, steps: [{ name: 'refused', tone: 'bad', text }] });
    expect(entries[1]?.draft).toMatchObject({ tone: 'bad', preview: text, args: [error] });
    expect(accepted).toEqual([false]);
  });

  it('acknowledged twice is marked, and its step is not added again', () => {
    const { exchanges, line, answers, entries } = setUp();
    const accepted: boolean[] = [];
    exchanges.request(line, { ...produce, answered: (yes) => accepted.push(yes) });
    answers[0]?.([null, 'Message sent.']);
    answers[0]?.(['on second thoughts']);
    expect(entries[0]?.steps).toHaveLength(1);
    expect(entries.map(({ draft }) => draft.marks)).toEqual([undefined, [], ['repeated']]);
    expect(accepted).toEqual([true]);
  });

  it('that nobody answers is said to be unanswered; a late answer still counts', () => {
    const { exchanges, line, answers, entries } = setUp();
    exchanges.request(line, produce);
    vi.advanceTimersByTime(1000);
    expect(entries[0]).toMatchObject({
      waiting: false,
      steps: [{ name: 'unanswered', tone: 'bad', text: 'No acknowledgement within 1 s' }],
    });
    answers[0]?.([null, 'Message sent.']);
    exchanges.report([{ key: 'k' }]);
    expect(entries[0]).toMatchObject({
      waiting: false,
      steps: [{ name: 'unanswered' }, { name: 'acknowledged' }, { name: 'delivered' }],
    });
  });

  it('that is acknowledged but never reported says what is missing', () => {
    const { exchanges, line, answers, entries } = setUp();
    exchanges.request(line, produce);
    answers[0]?.([null, 'Message sent.']);
    vi.advanceTimersByTime(1000);
    expect(entries[0]?.steps.at(-1)).toEqual({
      name: 'unanswered',
      tone: 'plain',
      text: 'No delivery report within 1 s',
    });
  });

  it('ends with its line', () => {
    const { exchanges, line, entries } = setUp();
    exchanges.request(line, produce);
    exchanges.lineLost();
    exchanges.lineLost();
    expect(entries[0]).toMatchObject({ waiting: false, steps: [{ name: 'line lost', tone: 'bad' }] });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('reported before it is acknowledged goes on waiting for the acknowledgement', () => {
    const { exchanges, line, answers, entries } = setUp();
    exchanges.request(line, produce);
    exchanges.report([{ key: 'k' }]);
    expect(entries[0]).toMatchObject({ waiting: true, steps: [{ name: 'delivered' }] });
    answers[0]?.([null, 'Message sent.']);
    expect(entries[0]).toMatchObject({ waiting: false });
  });
});

describe('a delivery report', () => {
  it.each([
    ['JSON text', '{"key":"k"}'],
    ['JSON as bytes', Buffer.from('{"key":"k"}')],
    ['an object', { key: 'k' }],
    ['an object with a binary key', { key: Buffer.from('k') }],
    ['an object with a Buffer as JSON', { key: { type: 'Buffer', data: [107] } }],
  ])('is tied by its key as %s', (_, report) => {
    const { exchanges, line, of } = setUp();
    exchanges.request(line, produce);
    exchanges.report([report]);
    expect(of('produce')[0]?.steps).toEqual([{ name: 'delivered', tone: 'good' }]);
    expect(of('delivery-report')[0]?.draft.args).toEqual([report]);
  });

  it('of two messages with one key belongs to the older, and a third report is repeated', () => {
    const { exchanges, line, of } = setUp();
    exchanges.request(line, produce);
    exchanges.request(line, produce);
    for (let report = 0; report < 3; report++) exchanges.report([{ key: 'k' }]);
    expect(of('produce').map(({ steps }) => steps.length)).toEqual([1, 1]);
    expect(of('delivery-report').map(({ draft }) => draft.marks)).toEqual([[], [], ['repeated']]);
  });

  it.each([
    [[]],
    [[null]],
    [['{']],
    [[{ key: 1 }]],
    [[{ key: 'stranger' }]],
    [[JSON.parse('{"__proto__":{"key":"k"}}')]],
  ])('of nothing known stands alone: %j', (args) => {
    const { exchanges, line, entries } = setUp();
    exchanges.request(line, produce);
    exchanges.report(args);
    expect(entries[0]?.steps).toEqual([]);
    expect(entries[1]?.draft).toMatchObject({ kind: 'delivery-report', args });
    expect(entries[1]?.draft.exchange).toBeUndefined();
    exchanges.lineLost();
  });
});
