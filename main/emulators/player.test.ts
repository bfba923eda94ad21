import { describe, expect, it, onTestFinished } from 'vitest';
import { FakeClock } from './clock.fixture.ts';
import type { Playback, Prompter, Recorded } from './playback.ts';
import { Player } from './player.ts';
import { type Line, start, tapeFile } from './tape.fixture.ts';
import { openTape } from './tape.ts';

/** Clients that only listen; `answer…` ties to requests, `odd` cannot be sent. */
class FakePlayback implements Playback {
  count = 1;
  slow = false;
  readonly sent: string[] = [];
  prompter: Prompter | undefined;
  clients = () => this.count;
  behind = () => this.slow;
  answers = ({ kind }: Recorded) => kind.startsWith('answer');
  deliver = ({ kind }: Recorded) => {
    if (kind === 'odd') return 'unsendable' as const;
    if (kind === 'odd answer') return 'unasked' as const;
    if (kind === 'deep') throw new RangeError('Maximum call stack size exceeded');
    this.sent.push(kind);
    return undefined;
  };
  prompt = (prompter: Prompter) => {
    this.prompter = prompter;
  };
  /** Somebody comes, or all go. */
  come(count: number): void {
    this.count = count;
    this.prompter?.audience();
  }
}

async function play(
  entries: readonly (Line | string)[],
  options: Partial<ConstructorParameters<typeof Player>[0]> = {},
) {
  const [clock, playback] = [new FakeClock(), new FakePlayback()];
  const tape = await openTape(await tapeFile('push', entries), 'push');
  const player = new Player({
    tape,
    playback,
    clock,
    speed: 1,
    longestSilence: null,
    paused: false,
    changed: () => {},
    ...options,
  });
  onTestFinished(() => player.stop());
  await player.ready();
  const asked: string[] = [];
  return {
    clock,
    playback,
    player,
    asked,
    ask: (kind: string, client = playback) =>
      playback.prompter?.asked({ client, kind, answer: ({ kind }) => void asked.push(kind) })?.args,
  };
}

const event = (kind: string, at = 0): Line => ({ direction: 'in', kind, args: [], at: start + at });
const request = (kind: string, exchange: string, at: number, args: unknown[] = []): Line => ({
  direction: 'out',
  kind,
  args,
  exchange,
  at: start + at,
});
const answer = (kind: string, exchange: string, at: number): Line => ({ ...event(kind, at), exchange });
const three = [event('one'), event('two', 1000), event('three', 61_000)];

describe('a player', () => {
  it.each([
    [1, null, [1000, 60_000]],
    [10, null, [100, 6000]],
    [0.5, null, [2000, 120_000]],
    [1, 5, [1000, 5000]],
    [10, 0.5, [50, 50]],
  ] as const)('at speed %d, silences at most %s s: waits for %j', async (speed, longestSilence, waits) => {
    const { clock, playback, player } = await play(three, { speed, longestSilence });
    await expect.poll(() => playback.sent).toEqual(['one']);
    for (const [index, wait] of waits.entries()) {
      await expect.poll(() => clock.next).toBeCloseTo(wait);
      clock.pass(wait + 0.001);
      await expect.poll(() => playback.sent.length).toBe(index + 2);
    }
    await expect.poll(() => player.state.state).toBe('over');
    expect(player.state).toMatchObject({ position: 3, total: 3, sent: 3, current: 'three', skipped: [] });
  });

  it('asks for no wait as fast as it goes', async () => {
    const { clock, playback, player } = await play(three, { speed: 'full' });
    await expect.poll(() => player.state.state).toBe('over');
    expect([playback.sent, clock.next]).toEqual([['one', 'two', 'three'], undefined]);
  });

  it('waits for somebody to play to, and stands still while all are away', async () => {
    const { clock, playback, player } = await play(three);
    playback.come(0);
    await expect.poll(() => player.state.state).toBe('waiting');
    playback.come(1);
    await expect.poll(() => clock.next).toBe(1000);
    clock.pass(400);
    playback.come(0);
    clock.pass(50_000);
    expect([player.state.state, playback.sent]).toEqual(['waiting', ['one']]);
    playback.come(2);
    await expect.poll(() => clock.next).toBeCloseTo(600);
    expect(player.state).toMatchObject({ state: 'playing', clients: 2 });
  });

  it('pauses, steps over what is not sent, goes on, and changes its pace on the way', async () => {
    const entries = [
      event('one'),
      { direction: 'note', kind: 'open', args: [] } as const,
      event('odd'),
      ...three.slice(1),
    ];
    const { clock, playback, player } = await play(entries, { paused: true });
    expect(player.state).toMatchObject({ state: 'paused', position: 0, current: null });
    player.command('step');
    await expect.poll(() => playback.sent).toEqual(['one']);
    player.command('step');
    await expect.poll(() => playback.sent).toEqual(['one', 'two']);
    expect(player.state).toMatchObject({ state: 'paused', position: 4 });
    player.command('play');
    await expect.poll(() => clock.next).toBe(60_000);
    clock.pass(30_000);
    player.setPace(10, null);
    await expect.poll(() => clock.next).toBeCloseTo(3000);
    player.command('pause');
    expect(clock.next).toBeUndefined();
    player.setPace('full', null);
    player.command('play');
    await expect.poll(() => player.state.state).toBe('over');
    expect(player.state.skipped).toEqual([{ reason: 'this protocol cannot carry it', count: 1 }]);
  });

  it('steps only where somebody is there', async () => {
    const { playback, player } = await play(three, { paused: true });
    playback.come(0);
    player.command('step');
    expect(player.state.state).toBe('paused');
    playback.come(1);
    player.command('step');
    await expect.poll(() => playback.sent).toEqual(['one']);
  });

  it('goes back to the beginning: from the end it stands there, or plays once more', async () => {
    const { playback, player } = await play(three, { speed: 'full' });
    await expect.poll(() => player.state.state).toBe('over');
    player.command('rewind');
    expect(player.state).toMatchObject({ state: 'paused', position: 0, sent: 0, current: null });
    player.command('play');
    await expect.poll(() => player.state.state).toBe('over');
    player.command('play');
    await expect.poll(() => playback.sent.length).toBe(9);
  });

  it('waits for a client that is behind', async () => {
    const { clock, playback, player } = await play(three, { speed: 'full', paused: true });
    playback.slow = true;
    player.command('play');
    await expect.poll(() => clock.next).toBe(20);
    expect(playback.sent).toEqual([]);
    playback.slow = false;
    clock.pass(20);
    await expect.poll(() => playback.sent.length).toBe(3);
  });

  it('counts what cannot be read or sent, with the reason', async () => {
    const { player } = await play(['{', event('odd'), event('deep'), event('fine'), '[]'], { speed: 'full' });
    await expect.poll(() => player.state.state).toBe('over');
    expect(player.state).toMatchObject({
      position: 5,
      sent: 1,
      skipped: [
        { reason: 'the line of the file cannot be read', count: 2 },
        { reason: 'this protocol cannot carry it', count: 2 },
      ],
    });
  });

  it('reads a long tape only a little ahead', async () => {
    const entries = Array.from({ length: 5000 }, (_, index) => event(`event ${index}`, index));
    const file = await tapeFile('push', entries);
    const tape = await openTape(file, 'push');
    let read = 0;
    const counted = {
      total: tape.total,
      facts: tape.facts,
      async *entries() {
        for await (const entry of tape.entries()) {
          read += 1;
          yield entry;
        }
      },
    };
    const { playback, player } = await play(three, { tape: counted, paused: true });
    expect(read).toBe(256);
    player.command('step');
    await expect.poll(() => read).toBe(257);
    player.setPace('full', null);
    player.command('play');
    await expect.poll(() => playback.sent.length, { timeout: 10_000 }).toBe(5000);
    expect(playback.sent).toEqual(entries.map(({ kind }) => kind));
  });
});

describe('recorded answers', () => {
  const conversation = [
    request('question', 'a', 0, ['first']),
    answer('answer 1', 'a', 40),
    event('news', 100),
    request('question', 'b', 200, ['second']),
    answer('answer 2', 'b', 230),
    answer('answer 2, again', 'b', 5230),
  ];

  it('come when a client asks, as long after as they were recorded, also while the tape pauses', async () => {
    const { clock, ask, asked, player } = await play(conversation, { paused: true });
    expect(player.state.skipped).toEqual([{ reason: 'answers a request that no client has made', count: 3 }]);
    expect([ask('question'), ask('question'), ask('question'), ask('other')]).toEqual([
      ['first'],
      ['second'],
      undefined,
      undefined,
    ]);
    expect([asked, clock.next]).toEqual([[], 30]);
    clock.pass(30);
    expect(asked).toEqual(['answer 2']);
    clock.pass(10);
    expect([asked, clock.next]).toEqual([['answer 2', 'answer 1'], 4990]);
    clock.pass(4990);
    expect(asked).toEqual(['answer 2', 'answer 1', 'answer 2, again']);
    expect(player.state).toMatchObject({ position: 0, skipped: [] });
  });

  it('come faster, or at once, as the tape does', async () => {
    const fast = await play(conversation, { paused: true, speed: 10, longestSilence: 0.1 });
    fast.ask('question');
    expect(fast.clock.next).toBe(4);
    fast.ask('question');
    fast.clock.pass(4);
    expect([fast.asked, fast.clock.next]).toEqual([['answer 2', 'answer 1'], 6]);
    const full = await play(conversation, { paused: true, speed: 'full' });
    full.ask('question');
    expect(full.asked).toEqual(['answer 1']);
  });

  it('are given to each client that asks, and are not part of what is played to all', async () => {
    const { ask, asked, playback, player } = await play(conversation, { speed: 'full' });
    await expect.poll(() => player.state.state).toBe('over');
    expect(playback.sent).toEqual(['news']);
    const other = new FakePlayback();
    expect([ask('question'), ask('question', other)]).toEqual([['first'], ['first']]);
    expect(asked).toEqual(['answer 1', 'answer 1']);
  });

  it('reach who asked before they were read', async () => {
    const filling = Array.from({ length: 300 }, (_, index) => event(`event ${index}`, 50));
    const entries = [request('question', 'a', 0), ...filling, answer('answer', 'a', 60)];
    const { ask, asked, player } = await play(entries, { paused: true, speed: 'full' });
    ask('question');
    expect(asked).toEqual([]);
    player.command('play');
    await expect.poll(() => asked).toEqual(['answer']);
  });

  it('that nobody asked for are one count, whether their request is on the tape or not', async () => {
    const { player } = await play([request('question', 'a', 0), answer('answer', 'a', 1), event('odd answer')], {
      speed: 'full',
    });
    await expect.poll(() => player.state.state).toBe('over');
    expect(player.state.skipped).toEqual([{ reason: 'answers a request that no client has made', count: 2 }]);
  });

  it('begin anew with the tape', async () => {
    const { ask, player } = await play(conversation, { paused: true });
    expect(ask('question')).toEqual(['first']);
    player.command('rewind');
    await expect.poll(() => ask('question')).toEqual(['first']);
  });
});
