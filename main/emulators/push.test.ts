import { get } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Account, Emulator } from './emulator.ts';
import { type PlainClient, plainClient } from './push/plain-client.fixture.ts';
import { startPush } from './push.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function start(options: Record<string, unknown> = {}) {
  const emulator = await startPush({ port: 0, ...options });
  cleanUp.push(() => emulator.stop());
  const [visitor, reader] = emulator.accounts as [Account, Account];
  return { emulator, visitor, reader };
}

function dial(emulator: Emulator, account: Account, query?: Record<string, unknown>): PlainClient {
  const client = plainClient(emulator, account, query);
  cleanUp.push(() => client.close());
  return client;
}

describe('the door', () => {
  it('asks for the channel and the host API in the query', async () => {
    const { emulator, visitor } = await start();
    const { channelUUID, hostApi } = visitor.settings;
    const refused = [{}, { channelUUID }, { channelUUID, hostApi: 'no url' }, { channelUUID: 'other', hostApi }];
    for (const query of refused) {
      const client = dial(emulator, visitor, query);
      await expect.poll(() => client.of('connectAbort')).toHaveLength(1);
    }
    const client = dial(emulator, visitor);
    await client.join();
    expect(client.socket.state).toBe('open');
  });

  it('refuses with HTTP 401 and the reason as its text', async () => {
    const { emulator } = await start();
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
    const headers = { ...upgrade, 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==' };
    const url = `${emulator.url.replace('ws', 'http')}?channelUUID=other&hostApi=https://a.test`;
    const answer = await new Promise<string>((resolve) => {
      get(url, { headers }, (response) => {
        response.setEncoding('utf8').on('data', (text) => resolve(`${response.statusCode} ${text}`));
      });
    });
    expect(answer).toBe('401 The channelUUID is not known');
  });
});

describe('registration', () => {
  it.each([
    [{}, 'error', 'string'],
    [{ slot: 'data' }, 'data', 'string'],
    [{ slot: 'data', registration: 'object' }, 'data', 'object'],
    [{ registration: 'object' }, 'error', 'object'],
  ] as const)('with %j answers in the %s slot, as a %s', async (options, slot, type) => {
    const { emulator, visitor } = await start(options);
    const answer = await dial(emulator, visitor).register();
    expect(answer.slot).toBe(slot);
    expect(answer.answer).toBeTypeOf(type);
    const read = type === 'string' ? JSON.parse(String(answer.answer)) : answer.answer;
    expect(read).toMatchObject({ urn: expect.stringMatching(/^\d{11}-[0-9a-f]{8}$/) });
  });

  it('can fail: JSON text without a urn', async () => {
    const { emulator, visitor } = await start({ registration: 'no-urn' });
    const { answer } = await dial(emulator, visitor).register();
    expect(JSON.parse(String(answer))).toEqual({ error: expect.any(String) });
  });

  it('honours a wanted id, unless it cannot be an address', async () => {
    const { emulator, visitor } = await start();
    const client = dial(emulator, visitor);
    expect((await client.register({ id: 'reader-1' })).answer).toBe('{"urn":"reader-1"}');
    for (const id of ['__proto__', 'constructor', '', 7, { a: 1 }]) {
      expect(String((await client.register({ id })).answer)).toContain('error');
    }
    await expect(client.socket.invoke('#subscribe', { channel: '__proto__' })).rejects.toThrow('not known');
    expect(({} as Record<string, unknown>)[String(client.socket.id)]).toBeUndefined();
  });
});

describe('a conversation', () => {
  it('answers texts and buttons, with replies in every form', async () => {
    const { emulator, visitor } = await start();
    const client = dial(emulator, visitor);
    const urn = await client.join();
    const words = ['hello', 'Find a book', 'book:sailing', 'Pictures', 'hello', 'hello', 'Pictures'];
    for (const [index, text] of words.entries()) {
      client.say(urn, text);
      await expect.poll(() => client.on(urn).length).toBe(index + 1);
    }
    const said = client.on(urn);
    expect(said.every((message) => (message as { to: string }).to === urn)).toBe(true);
    const topLevelTexts = expect.objectContaining({ quick_replies: expect.arrayContaining(['Pictures']) });
    const inMetadata = expect.objectContaining({ metadata: topLevelTexts });
    const objects = expect.objectContaining({
      quick_replies: expect.arrayContaining([{ title: 'Sailing', payload: 'book:sailing' }]),
    });
    const attached = expect.objectContaining({
      attachments: expect.arrayContaining(['image/png:https://example.org/reading-room.png']),
    });
    const inText = expect.objectContaining({ text: expect.stringContaining('https://example.org/books/slocum') });
    const alone = expect.objectContaining({ attachment: { type: 'image', payload: expect.anything() } });
    for (const form of [inMetadata, objects, attached, inText, alone]) expect(said).toContainEqual(form);
    client.say(urn, 'Menu');
    await expect.poll(() => client.on(urn)).toContainEqual(topLevelTexts);
  });

  it('goes on under a stored urn, on a new line, after a restart, without registering', async () => {
    const { emulator, visitor } = await start();
    const first = dial(emulator, visitor);
    const urn = await first.join();
    first.close();
    const second = dial(emulator, visitor);
    await second.subscribe(urn);
    second.say(urn, 'still there?');
    await expect.poll(() => second.on(urn)).toHaveLength(1);
    await emulator.stop();

    const again = await start();
    const third = dial(again.emulator, again.visitor);
    await third.subscribe(urn);
    third.say(urn, 'and now?');
    await expect.poll(() => third.on(urn)).toHaveLength(1);
  });

  it('greets who comes once it talks, and sends something for somebody else', async () => {
    const { emulator, visitor } = await start();
    const early = dial(emulator, visitor);
    const earlyUrn = await early.join();
    emulator.talk();
    const late = dial(emulator, visitor);
    const lateUrn = await late.join({ id: 'late' });
    for (const [client, urn] of [
      [early, earlyUrn],
      [late, lateUrn],
    ] as const) {
      await expect.poll(() => client.on(urn).length, { timeout: 5000 }).toBe(2);
      const [greeting, foreign] = client.on(urn) as [{ to: string }, { to: string }];
      expect([greeting.to === urn, foreign.to === urn]).toEqual([true, false]);
    }
  });

  it('suggests', async () => {
    const { emulator, visitor } = await start({ slot: 'data' });
    const client = dial(emulator, visitor);
    const answer = await client.socket.invoke('getSuggestions', { text: 'open', userUrn: 'x' });
    expect(JSON.parse(answer)).toEqual({ result: ['Opening hours'] });
  });

  it('sets and removes tokens, puts out and says goodbye on request', async () => {
    const { emulator, visitor } = await start();
    const client = dial(emulator, visitor);
    const urn = await client.join();
    client.say(urn, '/token');
    await expect.poll(() => client.socket.authToken).toMatchObject({ urn, role: 'visitor' });
    client.say(urn, '/untoken');
    await expect.poll(() => client.socket.authToken).toBeNull();
    client.say(urn, '/foreign');
    await expect.poll(() => client.on(urn)).toMatchObject([{ to: expect.not.stringContaining(urn) }]);
    client.say(urn, '/kick');
    await expect.poll(() => client.of('kickOut')).toMatchObject([{ channel: urn, message: expect.any(String) }]);
    client.say(urn, '/bye');
    await expect.poll(() => client.of('#disconnect')).toEqual([{ code: 4322, data: expect.any(String) }]);
    await expect.poll(() => client.of('close')).toMatchObject([{ code: 4322 }]);
  });
});

it('pings as often as it is told, and ends a line that does not answer', async () => {
  const { emulator, visitor } = await start({ ping: 40 });
  const { channelUUID, hostApi } = visitor.settings;
  const query = new URLSearchParams({ channelUUID: String(channelUUID), hostApi: String(hostApi) });
  const socket = new WebSocket(`${emulator.url}?${query}`);
  let pings = 0;
  socket.addEventListener('open', () => socket.send('{"event":"#handshake","data":{"authToken":null},"cid":1}'));
  socket.addEventListener('message', ({ data }) => {
    if (data !== '#1') return;
    pings += 1;
    if (pings <= 8) socket.send('#2');
  });
  const { code } = await new Promise<CloseEvent>((resolve) => socket.addEventListener('close', resolve));
  expect(code).toBe(4001);
  expect(pings).toBeGreaterThan(8);
});

it('leaves nothing listening when it stops', async () => {
  const { emulator, visitor } = await start();
  const client = dial(emulator, visitor);
  await client.join();
  await emulator.stop();
  await expect.poll(() => client.of('close')).toHaveLength(1);
  const late = dial(emulator, visitor);
  await expect.poll(() => late.of('connectAbort')).toHaveLength(1);
  await emulator.stop();
});
