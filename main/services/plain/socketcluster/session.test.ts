import { describe, expect, it, onTestFinished } from 'vitest';
import { ClusterServer, type Wish } from '../../../transports/fixtures/socketcluster.ts';
import { aContext } from '../../service.fixture.ts';
import type { actions } from './actions.ts';
import { socketCluster } from './service.ts';
import { settings } from './settings.ts';

type ActionName = keyof typeof actions;

async function aSession(version: 1 | 2, more: Record<string, unknown> = {}, wish: Wish = {}) {
  const server = await ClusterServer.start(version, wish);
  const url = `ws://127.0.0.1:${server.port}/socketcluster/?room=blue`;
  const played = aContext(settings.parse({ url, protocolVersion: String(version), ...more }));
  const session = socketCluster.start(played.context);
  onTestFinished(async () => {
    await session.close();
    played.context.network.close();
    await server.stop();
  });
  const connect = async () => {
    await session.connect(new AbortController().signal);
    await expect.poll(() => server.guests.length).toBe(1);
  };
  await connect();
  const perform = async (name: ActionName, input: Record<string, unknown>) => {
    const action = socketCluster.actions[name];
    const { entry } = (await action?.perform(session, action.input.parse(input))) ?? {};
    const entryOf = () => played.entries[(entry ?? 0) - 1];
    return { entryOf, steps: () => entryOf()?.steps.map((step) => step.name) };
  };
  const channel = (id: string) => played.context.directory.get('channel', id);
  const heard = () => server.frames.map((frame) => JSON.parse(frame));
  return { ...played, server, session, connect, perform, channel, heard };
}

const text = (text: string) => ({ as: 'text', text });
const json = (value: unknown) => ({ as: 'json', text: JSON.stringify(value) });

describe.each([1, 2] as const)('plain SocketCluster, protocol version %i', (version) => {
  it('transmits any kind of data, and none', async () => {
    const { perform, heard, of } = await aSession(version);
    await perform('transmit', { event: 'tell', data: text('1') });
    await perform('transmit', { event: 'tell', data: json({ a: [1] }) });
    await perform('transmit', { event: 'tell', data: { as: 'number', number: 1.5 } });
    await perform('transmit', { event: 'tell', data: { as: 'boolean', boolean: false } });
    await perform('transmit', { event: 'tell', data: { as: 'binary', base64: 'AP8=' } });
    await perform('transmit', { event: 'tell', withData: false, data: text('unsent') });
    await expect
      .poll(() => heard().map(({ data }) => data))
      .toEqual([...['1', { a: [1] }, 1.5, false, { base64: true, data: 'AP8=' }], undefined]);
    expect(heard().every(({ cid }) => cid === undefined)).toBe(true);
    expect(of('tell').map(({ draft }) => draft.args)).toEqual([
      ...[['1'], [{ a: [1] }], [1.5], [false], [Buffer.of(0, 255)]],
      [],
    ]);
    expect(of('tell')[0]).toMatchObject({
      waiting: false,
      draft: { direction: 'out', resend: { action: 'transmit' } },
    });
  });

  it('invokes, and shows the answer whole whichever slot it is in', async () => {
    const { server, perform, of } = await aSession(version);
    server.procedures.set('both', (_, answer) => answer({ part: 1 }, 'half of it'));
    const good = await perform('invoke', { event: 'echo', data: json({ a: 1 }) });
    await expect.poll(good.entryOf).toMatchObject({ waiting: false, steps: [{ name: 'answered', tone: 'good' }] });
    const bad = await perform('invoke', { event: 'fail', data: json({ message: 'no', code: 7 }) });
    await expect.poll(bad.entryOf).toMatchObject({ steps: [{ name: 'error', tone: 'bad', text: 'no' }] });
    await expect.poll((await perform('invoke', { event: 'both' })).steps).toEqual(['error']);
    expect(of('answer').map(({ draft }) => draft.args)).toEqual([
      [{ data: { a: 1 } }],
      [{ error: { message: 'no', code: 7 } }],
      [{ error: 'half of it', data: { part: 1 } }],
    ]);
    expect(of('answer')[0]?.draft.exchange).toBe(of('echo')[0]?.draft.exchange);
  });

  it('subscribes on connecting and by hand, and again on a new line', async () => {
    const { server, perform, channel, heard, losses, connect } = await aSession(version, {
      subscribe: ['news', 'left'],
    });
    await perform('subscribe', { channel: 'sport', withData: true, data: json({ since: 3 }) });
    expect(channel('sport')?.badges).toEqual(['pending']);
    await expect.poll(() => channel('sport')?.badges).toEqual(['subscribed']);
    await perform('unsubscribe', { channel: 'left' });
    expect(channel('left')).toMatchObject({ badges: [], offers: [{ label: 'Subscribe' }, { label: 'Publish' }] });
    await expect.poll(() => heard().at(-1)).toEqual({ event: '#unsubscribe', data: 'left' });
    server.cut();
    await expect.poll(() => losses.length).toBe(1);
    expect(channel('news')?.badges).toEqual([]);
    const before = heard().length;
    await connect();
    await expect.poll(() => channel('sport')?.badges).toEqual(['subscribed']);
    expect(channel('news')?.badges).toEqual(['subscribed']);
    expect(
      heard()
        .slice(before)
        .map(({ data }) => data),
    ).toEqual([{ channel: 'news' }, { channel: 'sport', data: { since: 3 } }]);
  });

  it('shows which channels are refused', async () => {
    const { perform, channel } = await aSession(version, {}, { closed: 'secret' });
    const { entryOf } = await perform('subscribe', { channel: 'secret' });
    await expect.poll(entryOf).toMatchObject({ steps: [{ name: 'refused', text: 'closed' }] });
    expect(channel('secret')?.badges).toEqual(['refused']);
  });

  it('publishes, hears, and is put out', async () => {
    const { server, perform, channel, of } = await aSession(version, { subscribe: ['news'] });
    await expect.poll(() => channel('news')?.badges).toEqual(['subscribed']);
    const { steps } = await perform('publish', { channel: 'news', data: text('hello') });
    await expect.poll(steps).toEqual(['published']);
    await perform('publish', { channel: 'news', data: text('quietly'), acknowledge: false });
    const heard = () => of('#publish').filter(({ draft }) => draft.direction === 'in');
    await expect.poll(() => heard().length).toBe(2);
    server.publish('news', { from: 'server' });
    await expect.poll(() => heard().length).toBe(3);
    expect(heard().map(({ draft }) => [draft.to, ...draft.args])).toEqual([
      ['news', 'hello'],
      ['news', 'quietly'],
      ['news', { from: 'server' }],
    ]);
    await expect
      .poll(() => channel('news')?.counters)
      .toEqual([
        { label: 'received', value: 3 },
        { label: 'sent', value: 2 },
      ]);
    server.guest.kickOut('news', 'be quiet');
    await expect.poll(() => channel('news')?.badges).toEqual(['put out']);
    expect(of('#kickOut')[0]?.draft).toMatchObject({ tone: 'bad', preview: 'Put out of news: be quiet' });
    expect(channel('made up')).toBeUndefined();
  });

  it('shows events and calls apart, and answers calls once', async () => {
    const { server, perform, of } = await aSession(version);
    server.guest.transmit('fact', { a: 1 });
    const good = server.guest.invoke('question', 'how?');
    const bad = server.guest.invoke('question', 'why?');
    await expect.poll(() => of('question').map(({ draft }) => draft.args)).toEqual([['how?'], ['why?']]);
    expect(of('fact')[0]?.draft).toMatchObject({ args: [{ a: 1 }], marks: [] });
    expect(of('question')[0]?.draft).toMatchObject({
      marks: ['asks for an answer'],
      offers: [{ label: 'Answer', action: 'answer', input: { number: 1 }, how: 'compose' }],
    });
    await perform('answer', { number: 1, data: json({ so: true }) });
    await perform('answer', { number: 2, as: 'error', data: text('because') });
    expect(await good).toEqual({ error: null, data: { so: true } });
    expect(await bad).toMatchObject({ error: 'because' });
    expect(of('answer').map(({ draft }) => draft.args)).toEqual([[{ data: { so: true } }], [{ error: 'because' }]]);
    expect(of('answer')[0]?.draft.exchange).toBe(of('question')[0]?.draft.exchange);
    await expect(perform('answer', { number: 1 })).rejects.toThrow('No call with the number 1');
  });

  it('logs in and out with tokens, and keeps them out of what is sent', async () => {
    const { server, perform, of, concealed, context } = await aSession(version);
    server.guest.setToken({ user: 'alice' });
    await expect.poll(() => of('#setAuthToken').length).toBe(1);
    const [token = ''] = concealed;
    const shown = token.replace(/[^.]+$/, '•••');
    expect(of('#setAuthToken')[0]?.draft).toMatchObject({ args: [{ token: shown }], marks: ['token hidden'] });
    await expect(perform('authenticate', {})).rejects.toThrow('no token');
    const good = await perform('authenticate', { token });
    await expect.poll(good.steps).toEqual(['authenticated']);
    expect(good.entryOf()?.draft).toMatchObject({ args: [], preview: `A token of ${token.length} characters` });
    expect(concealed).toContain(token);
    const bad = await perform('authenticate', { token: 'not.a.jwt' });
    await expect.poll(bad.steps).toEqual(['refused']);
    await perform('deauthenticate', {});
    server.guest.removeToken();
    await expect.poll(() => of('#removeAuthToken').some(({ draft }) => draft.direction === 'in')).toBe(true);

    const url = context.settings.url;
    const other = aContext(settings.parse({ url, protocolVersion: String(version), authToken: 'not.a.jwt' }));
    const session = socketCluster.start(other.context);
    await session.connect(new AbortController().signal);
    await expect.poll(() => other.of('token refused').length).toBe(1);
    expect(other.of('token refused')[0]?.draft.tone).toBe('bad');
    await session.close();
    other.context.network.close();
  });

  it('says what became of calls when the line is gone', async () => {
    const { server, perform, losses } = await aSession(version);
    server.guest.invoke('question', 1);
    const { entryOf } = await perform('invoke', { event: 'silence' });
    server.guest.disconnect(4444, 'maintenance');
    await expect
      .poll(() => losses.map(({ reason }) => reason.detail))
      .toEqual(['WebSocket close code 4444: maintenance']);
    expect(entryOf()).toMatchObject({ waiting: false, steps: [{ name: 'line lost' }] });
    await expect(perform('transmit', { event: 'x' })).rejects.toThrow('not open');
    await expect(perform('answer', { number: 1 })).rejects.toThrow('No call');
  });

  it('counts an answer that comes late', async () => {
    const { server, perform, of } = await aSession(version, { answerTimeout: 0.1 });
    server.procedures.set('slow', (data, answer) => setTimeout(() => answer(data), 300));
    const { steps } = await perform('invoke', { event: 'slow', data: text('x') });
    await expect.poll(steps).toEqual(['unanswered']);
    await expect.poll(() => of('answer').map(({ draft }) => draft.marks)).toEqual([['late']]);
    expect(steps()).toEqual(['unanswered', 'answered']);
  });
});

describe('settings', () => {
  it.each(['', 'news', 'ftp://host', 'ws://', 'ws://user:pw@host'])('refuse the URL %j', (url) => {
    expect(settings.safeParse({ url }).success).toBe(false);
  });

  it('say version 2 where nothing is said', () => {
    expect(settings.parse({ url: 'wss://host' }).protocolVersion).toBe('2');
  });
});
