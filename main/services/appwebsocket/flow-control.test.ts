import { describe, expect, it } from 'vitest';
import { aPeer, aSession } from './session.fixture.ts';

describe('flow control', () => {
  const flowing = async () => {
    const peer = await aPeer();
    const playing = aSession(peer, { flowControl: true });
    await playing.connect();
    const states = (kind: string) => playing.of(kind).map(({ steps }) => steps.at(-1)?.name);
    return { peer, playing, states };
  };
  const messages = (count: number) => Array.from({ length: count }, (_, number) => ({ mt: 'Said', number }));

  it('has one message outstanding of three that come at once; complete releases the next', async () => {
    const { peer, playing, states } = await flowing();
    peer.together(messages(3));
    await expect.poll(() => states('Said')).toEqual(['outstanding', 'queued', 'queued']);
    expect(playing.meters.get('Flow')?.value).toBe('1 + 2 queued');
    await playing.perform('complete');
    expect(states('Said')).toEqual(['complete', 'outstanding', 'queued']);
    expect(playing.of('Said').map(({ waiting }) => waiting)).toEqual([false, true, true]);
    expect(await playing.perform('complete', { count: 5 })).toMatchObject({ text: '2 complete, 0 still queued.' });
    expect(await playing.perform('complete')).toMatchObject({ text: 'No message is outstanding.' });
    await playing.perform('flow-control', { on: false });
    peer.send({ mt: 'After' });
    await expect.poll(() => playing.of('After').map(({ steps }) => steps)).toEqual([[]]);
  });

  it('answers pings while messages are queued', async () => {
    const { peer, playing, states } = await flowing();
    peer.together(messages(3));
    await expect.poll(() => states('Said')).toHaveLength(3);
    const pong = new Promise((resolve) => peer.joined[0]?.socket.once('pong', (data) => resolve(String(data))));
    peer.joined[0]?.socket.ping('still there?');
    expect(await pong).toBe('still there?');
    expect(playing.losses).toEqual([]);
  });

  it('stops reading when too much is queued, says so, and loses nothing', async () => {
    const { peer, playing, states } = await flowing();
    const all = 5000;
    for (const message of messages(all)) peer.send(message);
    await expect.poll(() => playing.of('reading paused')).toHaveLength(1);
    expect(playing.meters.get('Flow')).toMatchObject({
      tone: 'warning',
      value: expect.stringContaining('not reading'),
    });
    await expect
      .poll(async () => {
        await playing.perform('complete', { count: 1000 });
        return states('Said').filter((state) => state === 'complete').length;
      })
      .toBe(all);
    const numbers = playing.of('Said').map(({ draft }) => JSON.parse(String(draft.args[0])).number);
    expect(numbers).toEqual(messages(all).map(({ number }) => number));
    expect(playing.of('reading resumed').length).toBeGreaterThan(0);
  });

  it('waits for nobody when the line is lost', async () => {
    const { peer, playing, states } = await flowing();
    peer.together(messages(2));
    await expect.poll(() => states('Said')).toHaveLength(2);
    peer.cut();
    await expect.poll(() => states('Said')).toEqual(['line lost', 'line lost']);
    expect(playing.meters.get('Flow')?.value).toBe('0 + 0 queued');
  });
});
