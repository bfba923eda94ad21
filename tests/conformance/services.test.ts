import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { expect, describe as group, it, onTestFinished } from 'vitest';
import { Refusal } from '../../main/refusal.ts';
import { describe, secretFields } from '../../main/services/form.ts';
import { services } from '../../main/services/index.ts';
import { aLens, aMemory, type RecordedEntry } from '../../main/services/service.fixture.ts';
import { makeIdentity } from '../../main/transports/fixtures/certificates.ts';
import { deafRelay } from '../../main/transports/fixtures/servers.ts';
import { serviceDescription } from '../../preload/contract/index.ts';
import { closedPort } from '../closed-port.ts';
import type { Expected, RunningPeer } from './peer.ts';
import { peers } from './peers.ts';
import { listening, play, watchResources } from './playing.ts';

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
  const started = async (options?: { port?: number; vigilant?: boolean }): Promise<RunningPeer> => {
    const peer = await start(options);
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
    const became = () => {
      const { waiting, steps } = entries[(entry ?? 0) - 1] ?? {};
      return { waiting, steps: steps?.map(({ name }) => name) };
    };
    await expect.poll(became).toEqual({ waiting: false, steps: peer.request.steps });
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

  it('does not trust a certificate that nobody vouches for', async () => {
    const { key, certificate } = makeIdentity({ name: 'nobody' });
    const server = createHttpsServer({ key, cert: certificate });
    const refusal = await refusalOf(play(service, at(await listening(server), true)).connect());
    expect(refusal).toMatchObject({ retry: false, reason: { code: 'tls' } });
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

  it('is there again after it was cut off, and after the server was restarted', async () => {
    const peer = await started();
    const { connect, losses } = play(service, peer.settings);
    await connect();
    await expect.poll(() => peer.arrivals()).toBe(1);
    peer.cut();
    await expect.poll(() => losses.map(({ retry }) => retry)).toEqual([true]);
    await connect();
    await expect.poll(() => peer.arrivals()).toBe(2);
    await peer.stop();
    await expect.poll(() => losses.map(({ retry }) => retry)).toEqual([true, true]);
    const again = await started({ port: peer.port });
    await connect();
    await expect.poll(() => again.arrivals()).toBe(1);
  });

  it('finds out that the other end is gone without a word', async () => {
    const peer = await started({ vigilant: true });
    const relay = await deafRelay(peer.port);
    onTestFinished(() => relay.stop());
    const { connect, losses } = play(service, { ...peer.settings, ...at(relay.port), ...peer.vigilant });
    await connect();
    await expect.poll(() => peer.arrivals()).toBe(1);
    relay.deafen();
    await expect.poll(() => losses.map(({ retry }) => retry), { timeout: 15_000 }).toEqual([true]);
  }, 20_000);

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
    const { connect, perform, entries } = play(service, peer.settings);
    await connect();
    await expect.poll(() => peer.arrivals()).toBe(1);
    const expected = peer.attack();
    const received = () => entries.filter(({ draft }) => draft.direction === 'in');
    const isExpected = ({ kind, args }: Expected, { draft }: RecordedEntry) =>
      draft.kind.startsWith(kind) && isDeepStrictEqual(draft.args.slice(draft.args.length - args.length), args);
    const missing = () => {
      const rest = received();
      return expected.filter((each) => {
        const index = rest.findIndex((entry) => isExpected(each, entry));
        if (index >= 0) rest.splice(0, index + 1);
        return index < 0;
      });
    };
    await expect.poll(() => missing().map(({ kind }) => kind), { timeout: 30_000, interval: 500 }).toEqual([]);
    const { entry } = await perform(peer.request);
    const last = peer.request.steps.at(-1);
    await expect.poll(() => entries[(entry ?? 0) - 1]?.steps.at(-1)?.name, { timeout: 20_000 }).toBe(last);
    expect({}).not.toHaveProperty('polluted');
    const verdicts = received().map(({ draft }) => service.judge?.(draft.args, aLens(), aMemory()));
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
    await expect.poll(() => peer.arrivals()).toBe(1);
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
        context.conceal,
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

const answering = peers.filter(({ answers }) => answers);

group.each(answering)('$name, asked', ({ service, start }) => {
  const asked = async (how: 'never' | 'twice' | 'late', impatient: boolean) => {
    const peer = await start();
    onTestFinished(() => peer.stop());
    peer.answer(how);
    const played = play(service, { ...peer.settings, ...(impatient && peer.impatient) });
    await played.connect();
    const { entry } = await played.perform(peer.request);
    return { ...played, request: () => played.entries[(entry ?? 0) - 1], steps: peer.request.steps };
  };

  it('says when an answer is missing', async () => {
    const { request } = await asked('never', true);
    expect(request()).toMatchObject({ waiting: true, steps: [] });
    await expect.poll(request).toMatchObject({ waiting: false, steps: [{ tone: 'bad' }] });
  });

  it('waits for a slow answer', async () => {
    const { request, steps } = await asked('late', false);
    expect(request()).toMatchObject({ waiting: true, steps: [] });
    await expect.poll(() => request()?.steps.map(({ name }) => name), { timeout: 5000 }).toEqual(steps);
  });

  it('marks an answer that comes again', async () => {
    const { request, entries, steps } = await asked('twice', false);
    const repeated = () => entries.filter(({ draft }) => draft.marks?.includes('repeated'));
    await expect.poll(() => repeated().length).toBeGreaterThan(0);
    expect(request()?.steps.map(({ name }) => name)).toEqual(steps);
  });
});
