import { expect, it, onTestFinished } from 'vitest';
import { WebSocketClosed } from '../../../transports/websocket.ts';
import { aContext } from '../../service.fixture.ts';
import { actions } from './actions.ts';
import { authorization, Peer } from './peer.fixture.ts';
import { WebSocketSession } from './session.ts';
import { settings } from './settings.ts';

async function aSession(more: Record<string, unknown> = {}) {
  const peer = await Peer.start();
  const url = `ws://127.0.0.1:${peer.port}/chat?room=1`;
  const played = aContext(settings.parse({ url, authorization, heartbeat: 0, ...more }));
  const session = new WebSocketSession(played.context);
  onTestFinished(async () => {
    await session.close();
    played.context.network.close();
    await peer.stop();
  });
  await session.connect(new AbortController().signal);
  return { ...played, peer, session, drafts: () => played.entries.map(({ draft }) => draft) };
}

const text = (words: string) => ({ as: 'text' as const, text: words });

it('offers subprotocols and gives header and secret query; the note tells of no secret', async () => {
  const { peer, of } = await aSession({ protocols: ['talk', 'chat'], secretQuery: 'token=hunter2' });
  const [request] = peer.requests;
  expect(request?.url).toBe('/chat?room=1&token=hunter2');
  expect(request?.headers['sec-websocket-protocol']).toBe('talk,chat');
  const [note] = of('open');
  expect(note?.draft.args[0]).toContainEqual({ name: 'Subprotocol', value: 'chat' });
  expect(note?.draft.args[0]).toContainEqual({ name: 'Answer', value: 'HTTP 101 Switching Protocols' });
  expect(JSON.stringify(note)).not.toContain('hunter2');
});

it('sends text, JSON as it was written, and bytes', async () => {
  const { peer, session, drafts } = await aSession();
  const json = '{ "a": 1,\n  "a": 2.0 }';
  session.send({ content: text('hello') });
  session.send({ content: { as: 'json', text: json } });
  const { entry } = session.send({ content: { as: 'binary', base64: 'AP8=' } });
  expect(entry).toBe(4);
  await expect.poll(() => peer.messages).toEqual(['hello', json, Buffer.of(0, 255)]);
  expect(drafts().slice(1)).toMatchObject([
    { direction: 'out', kind: 'text', args: ['hello'], resend: { action: 'send', input: { content: text('hello') } } },
    { direction: 'out', kind: 'text', args: [json], preview: '{ "a": 1, "a": 2.0 }' },
    { direction: 'out', kind: 'binary', args: [Buffer.of(0, 255)], preview: '2 bytes: 00 ff' },
  ]);
});

it('sends in fragments as the profile or the message says', async () => {
  const { peer, session, drafts } = await aSession({ frameLimit: 4 });
  session.send({ content: text('naïveté') });
  session.send({ content: text('naïveté'), frameLimit: 1 });
  session.send({ content: text('naïveté'), frameLimit: 100 });
  await expect.poll(() => peer.messages).toEqual(['naïveté', 'naïveté', 'naïveté']);
  expect(
    drafts()
      .slice(1)
      .map(({ marks }) => marks),
  ).toEqual([['3 fragments'], ['9 fragments'], []]);
  expect(() => session.send({ content: text('x'.repeat(10_001)), frameLimit: 1 })).toThrow('10,001 fragments');
});

it('shows what comes, whatever it is', async () => {
  const { peer, drafts } = await aSession();
  peer.send('{\n  "a": 1\n}');
  peer.send(Buffer.alloc(100, 1));
  peer.send(Buffer.of());
  for (const socket of peer.sockets) socket.send(Buffer.of(0x68, 0xff), { binary: false });
  await expect.poll(() => drafts().slice(1)).toHaveLength(4);
  expect(drafts().slice(1)).toMatchObject([
    { direction: 'in', kind: 'text', args: ['{\n  "a": 1\n}'], preview: '{ "a": 1 }' },
    { kind: 'binary', args: [Buffer.alloc(100, 1)], preview: `100 bytes: ${'01 '.repeat(32)}…` },
    { kind: 'binary', args: [Buffer.of()], preview: 'no bytes' },
    { kind: 'text', args: ['h\ufffd', Buffer.of(0x68, 0xff)], marks: ['not UTF-8'] },
  ]);
});

it('ties pongs to the pings with the same payload', async () => {
  const { peer, session, entries, of } = await aSession();
  peer.answers = 'never';
  session.ping({ payload: text('one') });
  session.ping({ payload: text('two') });
  session.ping({ payload: text('one') });
  const answer = (payload: string) => {
    for (const socket of peer.sockets) socket.pong(payload);
  };
  for (const payload of ['two', 'one', 'none', 'one', 'one']) answer(payload);
  await expect.poll(() => of('pong')).toHaveLength(5);
  const [one, two, again] = of('ping');
  expect([one, two, again].map((ping) => ping?.steps.map(({ name }) => name))).toEqual(Array(3).fill(['answered']));
  const exchanges = of('pong').map(({ draft }) => draft.exchange);
  expect(exchanges).toEqual([
    two?.draft.exchange,
    one?.draft.exchange,
    undefined,
    again?.draft.exchange,
    again?.draft.exchange,
  ]);
  expect(of('pong').map(({ draft }) => draft.marks)).toEqual([[], [], ['unasked'], [], ['repeated']]);
  expect(entries.every(({ waiting }) => !waiting)).toBe(true);
});

it('shows pings of the server and the pongs that answer them, and sends pongs unasked', async () => {
  const { peer, session, drafts } = await aSession();
  for (const socket of peer.sockets) socket.ping(Buffer.of(0, 1));
  await expect.poll(() => peer.pongs).toEqual(['\u0000\u0001']);
  session.pong({ payload: text('by the way') });
  await expect.poll(() => peer.pongs).toHaveLength(2);
  const [, ping, pong, own] = drafts();
  expect(ping).toMatchObject({ direction: 'in', kind: 'ping', args: [Buffer.of(0, 1)], preview: '2 bytes: 00 01' });
  expect(pong).toMatchObject({ direction: 'out', kind: 'pong', exchange: ping?.exchange, marks: ['automatic'] });
  expect(own).toMatchObject({ direction: 'out', kind: 'pong', preview: 'by the way' });
});

it('shows the heartbeat', async () => {
  const { of } = await aSession({ heartbeat: 0.02 });
  await expect.poll(() => of('pong').length).toBeGreaterThan(1);
  expect(of('ping')[0]).toMatchObject({ draft: { marks: ['heartbeat'], args: [] }, steps: [{ name: 'answered' }] });
});

it('is closed by the user with a code and a reason', async () => {
  const { peer, session, losses, of } = await aSession();
  peer.answers = 'never';
  session.ping({ payload: text('') });
  session.closeWith({ code: 4001, reason: 'enough' });
  await expect.poll(() => peer.farewells).toEqual(['4001 enough']);
  expect(losses).toMatchObject([{ retry: false, reason: { code: 'user' } }]);
  expect(of('close')[0]?.draft).toMatchObject({ direction: 'out', args: [4001, 'enough'], preview: '4001: enough' });
  expect(of('ping')[0]?.steps).toMatchObject([{ name: 'line lost' }]);
  expect(() => session.send({ content: text('x') })).toThrow('not open');
});

it('tells with which code and reason the server closed', async () => {
  const { peer, losses } = await aSession();
  for (const socket of peer.sockets) socket.close(4321, 'lunch');
  await expect.poll(() => losses).toHaveLength(1);
  expect(losses[0]).toBeInstanceOf(WebSocketClosed);
  expect(losses[0]).toMatchObject({ retry: true, reason: { detail: 'WebSocket close code 4321: lunch' } });
});

it('takes only what can be sent', () => {
  const fits = (bytes: number) => actions.ping.input.safeParse({ payload: text('x'.repeat(bytes)) }).success;
  expect([fits(0), fits(125), fits(126)]).toEqual([true, true, false]);
  expect(actions.ping.input.parse({})).toEqual({ payload: text('') });
  const closes = (code: number, reason = '') => actions.close.input.safeParse({ code, reason }).success;
  expect([1000, 1001, 1011, 3000, 4999].filter((code) => !closes(code))).toEqual([]);
  expect([999, 1004, 1005, 1006, 1015, 2999, 5000].filter((code) => closes(code))).toEqual([]);
  expect([closes(1000, 'ä'.repeat(61)), closes(1000, 'ä'.repeat(62))]).toEqual([true, false]);
});

it('takes no settings that cannot lead anywhere', () => {
  const takes = (url: string, protocols: string[] = []) => settings.safeParse({ url, protocols }).success;
  expect([takes('wss://host/path?a=1'), takes('HTTP://host'), takes('ws://[::1]:1/')]).toEqual([true, true, true]);
  expect(['host', 'ftp://host', 'ws:///x', 'ws://u:p@host', 'ws://u@host'].filter((url) => takes(url))).toEqual([]);
  expect([takes('ws://h', ['v1.chat']), takes('ws://h', ['a b']), takes('ws://h', ['a', 'a'])]).toEqual([
    true,
    false,
    false,
  ]);
});
