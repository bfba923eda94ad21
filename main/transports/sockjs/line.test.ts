import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { refusal } from '../fixtures/refusal.ts';
import { handles, network, started, still } from '../fixtures/scene.ts';
import { deafRelay, running } from '../fixtures/servers.ts';
import { addressOf, bearer, framed, guarded, open, recorder, sockJsServer } from '../fixtures/sockjs.ts';
import { openSockJs, SockJsClosed } from '../sockjs.ts';

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

const all = [...framed, 'raw-websocket'] as const;

describe.each(all)('%s', (transport) => {
  it('carries messages both ways, in order, with the header and the query', async () => {
    const server = await started(sockJsServer({ gate: guarded }));
    const told = recorder();
    const url = new URL(`http://127.0.0.1:${server.port}/chat/?room=blue#part`);
    const line = await open(addressOf(server.port, { url, transport, headers: { Authorization: bearer } }), told);
    expect(told.reached).toBe(1);
    const sent = [
      'hello',
      '',
      'ü \u202e \ud83d\ude00 "quoted" \u0000\n',
      ...Array.from({ length: 300 }, (_, n) => `${n}`),
    ];
    for (const text of sent) line.send(text);
    await expect.poll(() => told.messages).toEqual(sent);
    expect(server.received).toEqual(sent);
    expect(server.asked.every(({ url }) => url?.endsWith('?room=blue'))).toBe(true);
    expect(told.oddities).toEqual([]);
  });

  it('tells what comes together with the opening after it', async () => {
    const server = await started(sockJsServer({ greeting: 'welcome' }));
    const told = recorder();
    await open(addressOf(server.port, { transport }), told);
    expect(told.messages).toEqual([]);
    await expect.poll(() => told.messages).toEqual(['welcome']);
  });

  it('tells the code and the words that the server closes with', async () => {
    const server = await started(sockJsServer());
    const told = recorder();
    const line = await open(addressOf(server.port, { transport }), told);
    server.guests[0]?.write('last words');
    server.dismiss(3001, 'bye');
    await expect.poll(() => told.lost.length).toBe(1);
    const [loss] = told.lost;
    expect(loss).toBeInstanceOf(SockJsClosed);
    expect(loss).toMatchObject({ code: 3001, words: 'bye', retry: true, reason: { code: 'server-closed' } });
    expect(loss?.reason.text).toContain('bye');
    expect(told.messages).toEqual(['last words']);
    expect(() => line.send('too late')).toThrow(/not open/);
  });

  it('notices at once that the line is cut', async () => {
    const server = await started(sockJsServer());
    const told = recorder();
    const line = await open(addressOf(server.port, { transport }), told);
    await server.stop();
    await expect.poll(() => told.lost).toMatchObject([{ retry: true, reason: { code: 'dropped' } }]);
    expect(() => line.send('too late')).toThrow(/not open/);
    await expect.poll(handles).toEqual([]);
  });

  it('gives up a server that fell silent, and hears its heartbeat before', async () => {
    const server = await started(sockJsServer({ options: { heartbeat_delay: 50 } }));
    const relay = await started(deafRelay(server.port));
    const told = recorder();
    await open(addressOf(relay.port, { transport, patience: 1000 }), told);
    // No heartbeat comes on the raw WebSocket; it is asked for a sign of life.
    if (transport !== 'raw-websocket') await expect.poll(() => told.heartbeats).toBeGreaterThan(2);
    expect(told.lost).toEqual([]);
    relay.deafen();
    await expect.poll(() => told.lost).toMatchObject([{ retry: true, reason: { code: 'timeout' } }]);
  });

  it('leaves nothing behind, closed twice', async () => {
    const server = await started(sockJsServer());
    const told = recorder();
    const line = await open(addressOf(server.port, { transport }), told);
    line.send('hello');
    await expect.poll(() => told.messages).toEqual(['hello']);
    line.close();
    line.close();
    await expect.poll(() => server.guests).toEqual([]);
    await server.stop();
    await expect.poll(handles).toEqual([]);
    expect(told.lost).toEqual([]);
  });

  it('is torn down at once where it is aborted while it opens', async () => {
    const silent = await started(running(createServer()));
    const abort = new AbortController();
    const attempt = openSockJs(addressOf(silent.port, { transport }), network(), recorder().listener, {
      signal: abort.signal,
      timeout: 60_000,
    });
    setTimeout(() => abort.abort(), 50);
    expect(await refusal(attempt)).toMatchObject({ retry: false, reason: { code: 'user' } });
    await silent.stop();
    await expect.poll(handles).toEqual([]);
  });

  it('is refused with the status that the server answers with', async () => {
    const server = await started(sockJsServer({ gate: guarded }));
    const attempt = open(addressOf(server.port, { transport, headers: { Authorization: 'Bearer bad' } }));
    const { reason, retry } = await refusal(attempt);
    expect({ reason, retry }).toMatchObject({ retry: false, reason: { code: 'credentials' } });
    expect(reason.detail).toContain('HTTP 401');
    await expect.poll(handles).toEqual(['TCPServerWrap']);
  });
});

describe.each(framed)('%s', (transport) => {
  const only = (path: RegExp, status: number) => (request: { url?: string }) =>
    path.test(request.url ?? '') ? status : 0;

  it('says why the transport was refused where the information was not', async () => {
    const server = await started(sockJsServer({ gate: only(/\/\d{3}\//, 403) }));
    const told = recorder();
    const { reason, retry } = await refusal(open(addressOf(server.port, { transport }), told));
    expect({ reason, retry }).toMatchObject({ retry: false, reason: { code: 'credentials' } });
    expect(reason.detail).toBe(`${transport}: HTTP 403: no`.slice(0, transport === 'websocket' ? 19 : undefined));
    expect(told.reached).toBe(1);
    await expect.poll(handles).toEqual(['TCPServerWrap']);
  });

  it('is stopped while the transport is being opened', async () => {
    const before = timers();
    let asked = 0;
    const server = await started(sockJsServer({ gate: ({ url }) => (/\/\d{3}\//.test(url ?? '') ? waiting() : 0) }));
    const waiting = () => {
      asked++;
      return -1;
    };
    const abort = new AbortController();
    const attempt = openSockJs(addressOf(server.port, { transport }), network(), recorder().listener, {
      signal: abort.signal,
      timeout: 60_000,
    });
    await expect.poll(() => asked).toBe(1);
    abort.abort();
    expect((await refusal(attempt)).reason.code).toBe('user');
    await server.stop();
    await expect.poll(handles).toEqual([]);
    await expect.poll(timers).toBeLessThanOrEqual(before);
  });
});

it.each(['xhr-streaming', 'xhr-polling'] as const)(
  '%s learns that the credentials are no longer accepted',
  async (transport) => {
    let status = 0;
    const server = await started(sockJsServer({ gate: () => status }));
    const told = recorder();
    const line = await open(addressOf(server.port, { transport }), told);
    status = 401;
    line.send('hello');
    await expect.poll(() => told.lost).toMatchObject([{ retry: false, reason: { code: 'credentials' } }]);
  },
);

it.each([404, 500])('tries again where an open session is answered with %i', async (answer) => {
  let status = 0;
  const server = await started(sockJsServer({ gate: () => status }));
  const told = recorder();
  const line = await open(addressOf(server.port, { transport: 'xhr-streaming' }), told);
  status = answer;
  line.send('hello');
  await expect.poll(() => told.lost).toMatchObject([{ retry: true, reason: { code: 'http' } }]);
});

it('falls back where the server takes no WebSocket', async () => {
  const without = await started(sockJsServer({ options: { websocket: false } }));
  const { facts } = await open(addressOf(without.port));
  expect(facts).toContainEqual({ name: 'Transport', value: 'xhr-streaming' });
  expect(facts).toContainEqual({ name: 'WebSocket offered', value: 'no' });
  const { reason } = await refusal(open(addressOf(without.port, { transport: 'websocket' })));
  expect(reason).toMatchObject({ code: 'protocol', hint: 'Choose another transport, or the automatic choice.' });
});

it.each([
  ['xhr-streaming', /websocket$/],
  ['xhr-polling', /websocket$|xhr_streaming$/],
] as const)('falls back to %s where a proxy refuses others', async (transport, blocked) => {
  const server = await started(sockJsServer({ gate: ({ url }) => (blocked.test(url ?? '') ? 503 : 0) }));
  const told = recorder();
  const line = await open(addressOf(server.port), told);
  expect(line.facts[0]).toEqual({ name: 'Transport', value: transport });
  line.send('hello');
  await expect.poll(() => told.messages).toEqual(['hello']);
});

it('falls back where a transport does not answer, each within its share of the time', async () => {
  const server = await started(
    sockJsServer({ gate: ({ url }) => (/websocket$|xhr_streaming$/.test(url ?? '') ? -1 : 0) }),
  );
  const line = await open(addressOf(server.port), recorder(), { timeout: 1500 });
  expect(line.facts[0]).toEqual({ name: 'Transport', value: 'xhr-polling' });
  line.close();
  await server.stop();
  await expect.poll(handles).toEqual([]);
});

it('gives all up in time', async () => {
  const server = await started(sockJsServer({ gate: ({ url }) => (url?.includes('info') ? 0 : -1) }));
  const told = await refusal(open(addressOf(server.port), recorder(), { timeout: 300 }));
  expect(told).toMatchObject({ retry: true, reason: { code: 'timeout' } });
});

it('does not begin when it is stopped already', async () => {
  const told = await refusal(
    openSockJs(addressOf(1), network(), recorder().listener, { signal: AbortSignal.abort(), timeout: 1000 }),
  );
  expect(told.reason.code).toBe('user');
});

it('opens again and again without keeping anything', async () => {
  const server = await started(sockJsServer());
  const by = network();
  for (let time = 0; time < 20; time++) {
    const line = await openSockJs(addressOf(server.port), by, recorder().listener, { signal: still(), timeout: 5000 });
    line.close();
  }
  await expect.poll(() => server.guests).toEqual([]);
  await server.stop();
  await expect.poll(handles).toEqual([]);
});
