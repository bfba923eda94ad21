import { describe, expect, it } from 'vitest';
import { aDemo, deliveries, judged, type Player } from './app2app-demo.fixture.ts';

const produce = (from: Player, to: Player, text: string) =>
  from.perform({ action: 'produce', input: { from: from.uri, to: to.uri, content: { as: 'text', text }, key: text } });

const cases = ([2, 4] as const).flatMap((generation) =>
  (['headers', 'flat'] as const).map((dialect) => ({ generation, dialect })),
);

describe.each(cases)('against the emulator, Socket.IO $generation, $dialect', (options) => {
  it('what Alice sends is opened and verified by Bob, and the other way round', async () => {
    const { alice, bob } = await aDemo(options);
    await produce(alice, bob, 'to Bob');
    await expect
      .poll(() => alice.of('produce')[0]?.steps.map(({ name }) => name))
      .toEqual(['acknowledged', 'delivered']);
    await expect.poll(() => deliveries(bob)).toHaveLength(1);
    expect(await judged(bob)).toMatchObject([
      {
        opened: { state: 'opened' },
        signature: { state: 'verified' },
        from: alice.uri,
        to: bob.uri,
        preview: 'to Bob',
      },
    ]);
    await produce(bob, alice, 'to Alice');
    await expect.poll(() => bob.of('produce')[0]?.steps.map(({ name }) => name)).toEqual(['acknowledged', 'delivered']);
    await expect.poll(() => deliveries(alice).map(({ draft }) => draft.preview)).toEqual(['to Alice']);
  });

  it('the personas’ messages are told apart', async () => {
    const { emulator, bob } = await aDemo(options);
    emulator.talk();
    await expect.poll(() => deliveries(bob).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(4);
    const verdicts = (await judged(bob))
      .slice(0, 4)
      .map((verdict) => `${verdict?.opened.state} ${verdict?.signature.state}`);
    expect(verdicts).toEqual(['opened verified', 'opened wrong', 'broken none', 'locked none']);
  });

  it('destinations are listed, created and removed', async () => {
    const { alice } = await aDemo(options);
    const { directory } = alice.context;
    await expect.poll(() => directory.get('destination', alice.uri)?.badges).toEqual(['subscribed', 'managed']);
    await expect.poll(() => directory.list('peer').length).toBeGreaterThan(2);
    const { text } = await alice.perform({ action: 'create-destination', input: { name: 'orders', keys: 'external' } });
    expect(text).toMatch(/CN=app2app-[a-z0-9]{10}-orders/);
    const orders = directory.list('destination').find(({ title }) => title === 'orders');
    expect(orders?.badges).toEqual(['external', 'not ready']);
    await alice.perform({ action: 'remove-destination', input: { name: 'orders' } });
    expect(directory.list('destination').map(({ title }) => title)).toEqual(['alice']);
  });

  it('faults are seen as what they are', async () => {
    const { emulator, alice, bob } = await aDemo(options);
    await produce(bob, alice, 'once');
    await expect.poll(() => deliveries(alice)).toHaveLength(1);
    await emulator.commit({ fault: 'duplicate' });
    await expect.poll(() => deliveries(alice).map(({ draft }) => draft.marks)).toEqual([[], ['duplicate']]);
    await emulator.commit({ fault: 'malformed' });
    await emulator.commit({ fault: 'drop' });
    await expect.poll(() => alice.losses.length).toBe(1);
    await emulator.commit({ fault: 'refuse', on: true });
    await expect(alice.connect()).rejects.toMatchObject({ retry: false, reason: { code: 'credentials' } });
    await emulator.commit({ fault: 'refuse', on: false });
    await alice.connect();
    await expect.poll(() => alice.of('subscribe').at(-1)?.steps[0]?.name).toBe('acknowledged');
  });
});
