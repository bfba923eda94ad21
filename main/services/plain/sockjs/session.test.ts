import { describe, expect, it } from 'vitest';
import { afterwards, started, still } from '../../../transports/fixtures/scene.ts';
import { guarded, sockJsServer } from '../../../transports/fixtures/sockjs.ts';
import { SockJsClosed } from '../../../transports/sockjs.ts';
import { aContext } from '../../service.fixture.ts';
import { actions } from './actions.ts';
import { SockJsSession } from './session.ts';
import { settings } from './settings.ts';

type Options = Parameters<typeof sockJsServer>[0];

async function aSession(more: Record<string, unknown> = {}, wish: Options = { gate: guarded }) {
  const server = await started(sockJsServer(wish));
  const url = `http://127.0.0.1:${server.port}/chat`;
  const played = aContext(settings.parse({ url, token: 'good', ...more }));
  const session = new SockJsSession(played.context);
  afterwards(async () => {
    await session.close();
    played.context.network.close();
  });
  await session.connect(still());
  const send = (as: 'text' | 'json', text: string) => session.send(actions.send.input.parse({ content: { as, text } }));
  return { ...played, server, session, send, drafts: () => played.entries.map(({ draft }) => draft) };
}

describe('plain SockJS', () => {
  it.each(['auto', 'websocket', 'xhr-streaming', 'xhr-polling', 'raw-websocket'])(
    'sends and shows messages as they are, over %s',
    async (transport) => {
      const { send, drafts, server } = await aSession({ transport });
      const json = '{ "b": 1.0,\n "b": 2 }';
      send('text', 'hello');
      const { entry } = send('json', json);
      expect(entry).toBe(3);
      expect(drafts()[2]).toMatchObject({
        direction: 'out',
        kind: 'message',
        args: [json],
        resend: { action: 'send', input: { content: { as: 'json', text: json } } },
      });
      const received = () => drafts().filter(({ direction }) => direction === 'in');
      await expect.poll(received).toMatchObject([
        { kind: 'message', args: ['hello'] },
        { kind: 'message', args: [json] },
      ]);
      expect(server.received).toEqual(['hello', json]);
    },
  );

  it('notes how the line was opened, without the token', async () => {
    const { of } = await aSession({ tokenPlace: 'query' });
    const [note] = of('open');
    expect(note?.draft.args[0]).toContainEqual({ name: 'Transport', value: 'websocket' });
    expect(note?.draft.preview).toContain('WebSocket offered: yes');
    expect(JSON.stringify(note)).not.toContain('good');
  });

  it.each([
    [{ tokenPlace: 'bearer', token: 'good' }, 'Bearer good'],
    [{ tokenPlace: 'header', token: 'Basic YTpi' }, 'Basic YTpi'],
    [{ token: undefined }, undefined],
  ])('gives the token as the profile says: %j', async (more, header) => {
    const { server } = await aSession(more, {});
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual([header, header]);
  });

  it('adds the token to a query that is there, spelled for it', async () => {
    const { server, session, context } = await aSession({ token: 'a b&c=ü', tokenPlace: 'query' }, {});
    await session.close();
    const url = new URL(`http://host${server.asked[1]?.url}`);
    expect(url.searchParams.get('access_token')).toBe(context.settings.token);
  });

  it('counts heartbeats instead of writing them down', async () => {
    const { meters, entries } = await aSession({}, { options: { heartbeat_delay: 20 } });
    await expect.poll(() => Number(meters.get('Heartbeats')?.value)).toBeGreaterThan(2);
    expect(entries).toHaveLength(1);
  });

  it('marks what is no message, and keeps it whole', async () => {
    const { server, of } = await aSession();
    server.frame('a[{"b":1}]');
    await expect
      .poll(() => of('message')[0]?.draft)
      .toMatchObject({
        args: ['a[{"b":1}]'],
        marks: ['not a SockJS frame'],
      });
  });

  it('says how the server closed it, and opens again', async () => {
    const { server, session, losses, send } = await aSession();
    server.dismiss(4001, 'shift over');
    await expect.poll(() => losses).toMatchObject([{ code: 4001, words: 'shift over', retry: true }]);
    expect(losses[0]).toBeInstanceOf(SockJsClosed);
    expect(() => send('text', 'too late')).toThrow(/not open/);
    await session.connect(still());
    send('text', 'again');
    await expect.poll(() => server.received).toEqual(['again']);
  });

  it('is refused without the token', async () => {
    const { server, session } = await aSession();
    await session.close();
    const other = new SockJsSession(aContext(settings.parse({ url: `http://127.0.0.1:${server.port}/chat` })).context);
    await expect(other.connect(still())).rejects.toMatchObject({ retry: false, reason: { code: 'credentials' } });
  });
});

describe('what cannot be sent or saved', () => {
  it.each([
    [{ as: 'binary', base64: 'AP8=' }, 'text only'],
    [{ as: 'json', text: '{"half":' }, 'not JSON'],
  ])('%j', (content, words) => {
    const { error } = actions.send.input.safeParse({ content });
    expect(error?.message).toContain(words);
  });

  it.each(['', 'host/path', 'ftp://host', 'https://me:secret@host/', 'https://me@host/', 'https:///path'])(
    '%s',
    (url) => {
      expect(settings.safeParse({ url }).success).toBe(false);
    },
  );
});
