import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { expect, describe as group, it, onTestFinished } from 'vitest';
import { Refusal } from '../../main/refusal.ts';
import { describe, secretFields } from '../../main/services/form.ts';
import { services } from '../../main/services/index.ts';
import { aLens } from '../../main/services/service.fixture.ts';
import { serviceDescription } from '../../preload/contract/index.ts';
import type { RunningPeer } from './peer.ts';
import { peers } from './peers.ts';
import { closedPort, listening, play, watchResources } from './playing.ts';

group.each(Object.entries(services))('%s', (id, service) => {
  it('can be described to the interface', () => {
    const description = serviceDescription.omit({ demo: true }).parse(describe(service));
    expect(description.id).toBe(id);
    expect(description.actions.length).toBeGreaterThan(0);
  });

  it('marks what is secret', () => {
    expect(secretFields(service.settings).length).toBeGreaterThan(0);
  });

  it('has a peer in this suite', () => {
    expect(peers.map((peer) => peer.service)).toContain(service);
  });
});

group.each(peers)('$name', ({ service, start, at }) => {
  const started = async (port?: number): Promise<RunningPeer> => {
    const peer = await start(port);
    let stopping: Promise<void> | undefined;
    const stop = () => (stopping ??= peer.stop());
    onTestFinished(stop);
    return { ...peer, stop };
  };
  const refusalOf = (attempt: Promise<unknown>): Promise<Refusal> =>
    attempt.then(
      () => Promise.reject(new Error('it connected')),
      (error) => (error instanceof Refusal ? error : Promise.reject(error)),
    );

  it('opens, and is answered', async () => {
    const peer = await started();
    const played = play(service, peer.settings);
    const { connect, perform, entries } = played;
    await connect();
    expect(played.reached).toBe(1);
    const { entry } = await perform(peer.request);
    await expect.poll(() => entries[(entry ?? 0) - 1]).toMatchObject({ waiting: false, steps: [{ tone: 'good' }, {}] });
  });

  it('is refused for good where trying again cannot help', async () => {
    const peer = await started();
    for (const { settings, code } of peer.refused) {
      const refusal = await refusalOf(play(service, settings).connect());
      expect(refusal).toMatchObject({ retry: false, reason: { code } });
    }
  });

  it('may try again where nobody listens', async () => {
    const refusal = await refusalOf(play(service, at(await closedPort())).connect());
    expect(refusal).toMatchObject({ retry: true, reason: { code: 'network' } });
  });

  it('says so where something else answers', async () => {
    const server = createHttpServer((_, response) => response.end('<h1>Hello</h1>'));
    const refusal = await refusalOf(play(service, at(await listening(server))).connect());
    expect(refusal.reason).toMatchObject({ code: 'protocol' });
  });

  it('shows no secret in a refusal', async () => {
    const peer = await started();
    for (const { settings } of peer.refused) {
      const { reason } = await refusalOf(play(service, settings).connect());
      for (const name of secretFields(service.settings)) {
        const secret = settings[name];
        if (typeof secret === 'string') expect(JSON.stringify(reason)).not.toContain(secret);
      }
    }
  });

  it('subscribes again after it was cut off, and after the server was restarted', async () => {
    const peer = await started();
    const { connect, losses } = play(service, peer.settings);
    await connect();
    await expect.poll(() => peer.subscriptions()).toBe(1);
    peer.cut();
    await expect.poll(() => losses.map(({ retry }) => retry)).toEqual([true]);
    await connect();
    await expect.poll(() => peer.subscriptions()).toBe(2);
    await peer.stop();
    await expect.poll(() => losses.map(({ retry }) => retry)).toEqual([true, true]);
    const again = await started(peer.port);
    await connect();
    await expect.poll(() => again.subscriptions()).toBe(1);
  });

  it('says when an answer is missing', async () => {
    const peer = await started();
    const { connect, perform, entries } = play(service, { ...peer.settings, ...peer.impatient });
    await connect();
    peer.answer('never');
    const { entry } = await perform(peer.request);
    expect(entries[(entry ?? 0) - 1]).toMatchObject({ waiting: true, steps: [] });
    await expect.poll(() => entries[(entry ?? 0) - 1]).toMatchObject({ waiting: false, steps: [{ tone: 'bad' }] });
  });

  it('loses nothing of a burst and keeps its order', async () => {
    const peer = await started();
    const { connect, entries } = play(service, peer.settings);
    await connect();
    peer.flood(2000);
    const numbers = () => entries.flatMap(({ draft }) => peer.numberOf(draft) ?? []);
    await expect.poll(() => numbers().length, { timeout: 10_000 }).toBe(2000);
    expect(numbers()).toEqual(Array.from({ length: 2000 }, (_, number) => number));
  });

  it('rule 12: records what a hostile server sends as data, and goes on', async () => {
    const peer = await started();
    peer.answer('twice');
    const { connect, perform, entries, of } = play(service, peer.settings);
    await connect();
    const proto = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
    const hostile: [string, ...unknown[]][] = [
      ['data', '<img src=x onerror=alert(1)>', '<b>key</b>', '</script>'],
      ['data', proto, proto, proto],
      ['message', '{"__proto__":{"from":"evil"},"content":{"__proto__":1}}', '__proto__', 1],
      ['data', 'x'.repeat(50_000_000), 'huge', 1],
      ['data', { headers: { from: 'a\u202eb\u0000\u001b[31m\n', to: '\u2066' }, content: '\u202e\u0007' }, '\ud800', 1],
      ['delivery-report', Buffer.from('{"key":1'), 7],
      ['delivery-report', proto],
      ['exception', Buffer.of(0xff, 0xfe), null],
      ['message', Buffer.of(0x30, 0x82, 0xff, 0xff, 0x06), Buffer.of(1), Buffer.of(2)],
      ['data', Buffer.from('-----BEGIN PKCS7-----\nnonsense'), null, null],
      ['data', { headers: { from: Buffer.of(1), signature: { type: 'Buffer', data: ['x'] } }, content: [] }],
      ['data'],
      ['__proto__', 1],
      ['constructor'],
      ['toString', 1],
      ['never-heard-of'.repeat(1000), 1],
    ];
    for (const [event, ...args] of hostile) peer.emit(event, ...args);
    peer.emitDeep(50_000);
    const { entry } = await perform(peer.request);
    await expect.poll(() => entries[(entry ?? 0) - 1]?.steps, { timeout: 20_000 }).toHaveLength(2);
    const unasked = new Set(['acknowledgement', 'subscribe', 'produce', 'addressbook', 'open']);
    const received = () => entries.filter(({ draft }) => draft.direction === 'in' && !unasked.has(draft.kind));
    // One more: the delivery report of the request.
    await expect.poll(() => received().length, { timeout: 20_000 }).toBe(hostile.length + 2);
    for (const [index, [event, ...args]] of hostile.entries()) {
      const { draft } = received()[index] ?? {};
      expect(event.startsWith(draft?.kind ?? 'missing')).toBe(true);
      expect(draft?.args.slice(-args.length || draft.args.length)).toEqual(args);
    }
    expect(of('acknowledgement').filter(({ draft }) => draft.marks?.includes('repeated')).length).toBeGreaterThan(0);
    expect({}).not.toHaveProperty('polluted');
    const verdicts = received().map(({ draft }) => service.judge?.(draft.args, aLens()));
    await expect(Promise.all(verdicts)).resolves.toHaveLength(received().length);
  }, 60_000);

  it('leaves nothing behind, closed twice', async () => {
    const leftovers = await watchResources();
    const peer = await started();
    const { connect, perform, session, end } = play(service, peer.settings);
    await connect();
    peer.answer('never');
    await perform(peer.request);
    await end();
    await session.close();
    await peer.stop();
    expect(await leftovers()).toEqual([]);
  });

  it('leaves nothing behind, closed without having been open', async () => {
    const leftovers = await watchResources();
    const { end } = play(service, at(await closedPort()));
    await end();
    await end();
    expect(await leftovers()).toEqual([]);
  });

  it.each(['aborted', 'closed'] as const)('leaves nothing behind, %s while connecting', async (how) => {
    const leftovers = await watchResources();
    const silent = createServer();
    const reached = new Promise((resolve) => silent.once('connection', resolve));
    const { session, end } = play(service, at(await listening(silent)));
    const attempt = new AbortController();
    const refusal = refusalOf(session.connect(attempt.signal));
    await reached;
    if (how === 'aborted') attempt.abort();
    else await session.close();
    expect(await refusal).toBeInstanceOf(Refusal);
    await end();
    await new Promise((resolve) => silent.close(resolve));
    expect(await leftovers()).toEqual([]);
  });

  it('leaves nothing behind, refused or cut off', async () => {
    const leftovers = await watchResources();
    const peer = await started();
    for (const { settings } of peer.refused) {
      const { connect, end } = play(service, settings);
      await refusalOf(connect());
      await end();
    }
    const { connect, losses, end } = play(service, peer.settings);
    await connect();
    await expect.poll(() => peer.subscriptions()).toBe(1);
    peer.cut();
    await expect.poll(() => losses.length).toBe(1);
    await end();
    await peer.stop();
    expect(await leftovers()).toEqual([]);
  });

  it('can be diagnosed', async () => {
    const peer = await started();
    const stepsOf = async (settings: Record<string, unknown>) => {
      const { context } = play(service, settings);
      const steps = new Map<string, string>();
      for await (const { id, state } of service.diagnose(
        context.settings,
        context.network,
        new AbortController().signal,
      )) {
        steps.set(id, state);
      }
      return [...steps.values()];
    };
    const good = await stepsOf(peer.settings);
    expect(good.length).toBeGreaterThan(3);
    expect(new Set(good)).toEqual(new Set(['passed', ...good.filter((state) => state === 'skipped')]));
    for (const { settings } of peer.refused) expect((await stepsOf(settings)).at(-1)).toBe('failed');
  });
});
