import { describe, expect, it } from 'vitest';
import { aConnection, aProfile, FakeBridge, FakeRefusal } from '../fake-bridge.fixture.ts';
import { Console } from './console.svelte.ts';
import { RequestProblem } from './request-problem.ts';

const alice = aProfile();

async function ready(bridge: FakeBridge): Promise<Console> {
  const console = new Console(bridge);
  await expect.poll(() => console.phase).toBe('ready');
  return console;
}

describe('Console', () => {
  it('applies events on top of the snapshot', async () => {
    const bridge = new FakeBridge({ profiles: [alice] });
    const console = await ready(bridge);
    expect(console.connection(alice.id).state.state).toBe('idle');
    bridge.emit('connection:changed', aConnection(alice.id, { state: 'open', since: 1 }));
    expect(console.connection(alice.id).state.state).toBe('open');
    expect(bridge.inputs('app:snapshot')).toHaveLength(1);
  });

  it('asks for the snapshot again when a number is missing, whatever the event is', async () => {
    const bridge = new FakeBridge();
    const console = await ready(bridge);
    bridge.emit('journal:revised', { view: crypto.randomUUID(), rows: [] });
    bridge.lose();
    bridge.snapshot = { ...bridge.snapshot, profiles: [alice] };
    bridge.emit('journal:revised', { view: crypto.randomUUID(), rows: [] });
    await expect.poll(() => console.profiles).toEqual([alice]);
    expect(console.generation).toBe(2);
    bridge.emit('profile:changed', { profiles: [] });
    expect(console.profiles).toEqual([]);
    expect(bridge.inputs('app:snapshot')).toHaveLength(2);
  });

  it('applies what arrives while the snapshot is on its way, but nothing twice', async () => {
    const bridge = new FakeBridge({ profiles: [alice] });
    const early = bridge.snapshot;
    let hand: (snapshot: typeof early) => void = () => {};
    bridge.answer('app:snapshot', () => new Promise((resolve) => (hand = resolve)));
    const console = new Console(bridge);
    bridge.emit('journal:troubled', { notice: 'contained already' });
    bridge.emit('journal:troubled', { notice: 'new' });
    hand({ ...early, sequence: 1, notices: ['contained already'] });
    await expect.poll(() => console.phase).toBe('ready');
    expect(console.notices).toEqual(['contained already', 'new']);
  });

  it('forgets the connections of profiles that are gone', async () => {
    const bridge = new FakeBridge({
      profiles: [alice],
      connections: [aConnection(alice.id, { state: 'open', since: 1 })],
    });
    const console = await ready(bridge);
    bridge.emit('profile:changed', { profiles: [] });
    expect(console.connection(alice.id).state.state).toBe('idle');
  });

  it('throws what main answered as a problem with its fields', async () => {
    const bridge = new FakeBridge();
    const console = await ready(bridge);
    bridge.answer('profile:duplicate', () => {
      throw new FakeRefusal({ code: 'not-found', message: 'It is gone.', fields: { id: 'unknown' } });
    });
    const problem = await console.request('profile:duplicate', { id: alice.id }).catch((caught: unknown) => caught);
    expect(problem).toBeInstanceOf(RequestProblem);
    expect(problem).toMatchObject({ code: 'not-found', message: 'It is gone.', fields: { id: 'unknown' } });
  });

  it('says why the snapshot could not be had', async () => {
    const bridge = new FakeBridge();
    bridge.answer('app:snapshot', () => {
      throw new FakeRefusal({ code: 'internal', message: 'The data cannot be opened.' });
    });
    const console = new Console(bridge);
    await expect.poll(() => console.phase).toBe('failed');
    expect(console.problem?.message).toBe('The data cannot be opened.');
  });
});
