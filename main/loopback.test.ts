import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Batch } from '../preload/contract/index.ts';
import type { App } from './app.ts';
import { type Loopback, openLoopback } from './loopback.ts';

let loopback: Loopback;
let asked: unknown[] = [];
let newest = { closed: false };
let deliver: (batch: Batch) => void;

const app: App = {
  connect: (listener) => {
    const client = { closed: false };
    newest = client;
    deliver = listener;
    return {
      request: async (name, input) => {
        asked.push([name, input]);
        return { ok: true, value: 'answered' };
      },
      close: () => {
        client.closed = true;
      },
    };
  },
  choose: () => {},
  close: async () => {},
};

beforeEach(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-loopback-'));
  writeFileSync(join(folder, 'index.html'), '<html><head></head></html>');
  asked = [];
  loopback = await openLoopback(app, folder);
});
afterEach(() => loopback.close());

async function get(url: string, headers: Record<string, string> = {}, method = 'GET') {
  const sent = request(url, { headers, method, agent: false }).end();
  const [response] = await once(sent, 'response');
  const body = (await response.toArray()).join('');
  return { status: response.statusCode, headers: response.headers, body };
}

async function enter() {
  const link = new URL(loopback.link());
  const { headers } = await get(link.href);
  const cookie = String(headers['set-cookie']?.[0]).split(';')[0] ?? '';
  return { link, cookie, origin: link.origin, page: `${link.origin}/` };
}

/** `open`, or the status of the refusal. */
async function dial(page: string, headers: Record<string, string>): Promise<WebSocket | number> {
  const socket = new WebSocket(`${page.replace('http', 'ws')}bridge`, { headers });
  return new Promise((resolve) => {
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => resolve(0));
  });
}

describe('rule 21: the headless host answers this machine, this page and the bearer of its token', () => {
  it('listens on the loopback address only', () => {
    expect(new URL(loopback.link()).hostname).toBe('127.0.0.1');
  });

  it('gives nothing without the cookie', async () => {
    const { page } = await enter();
    expect((await get(page)).status).toBe(403);
    expect((await get(page, { cookie: 'patchbay=guess' })).status).toBe(403);
  });

  it('exchanges the token once for a cookie that scripts and other sites cannot use', async () => {
    const { link, cookie, page } = await enter();
    expect((await get(link.href)).status).toBe(403);
    const { status, headers } = await get(page, { cookie });
    expect({ status, policy: headers['content-security-policy'] }).toMatchObject({
      status: 200,
      policy: expect.stringContaining(`connect-src ws://${link.host};`),
    });
    const again = await get(loopback.link());
    expect(again.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
  });

  it('refuses a wrong token, and an old one once there is a new one', async () => {
    const old = loopback.link();
    const fresh = loopback.link();
    const wrong = new URL(fresh);
    wrong.searchParams.set('token', 'x'.repeat(43));
    expect((await get(old)).status).toBe(403);
    expect((await get(wrong.href)).status).toBe(403);
    expect((await get(fresh)).status).toBe(200);
  });

  it('refuses another Host, such as a name that was rebound to this address, even with the token', async () => {
    const { cookie, page } = await enter();
    const token = loopback.link();
    expect((await get(page, { cookie, host: 'attacker.example' })).status).toBe(403);
    expect((await get(token, { host: 'attacker.example' })).status).toBe(403);
    expect((await get(token)).status).toBe(200);
  });

  it('refuses another Origin', async () => {
    const { cookie, page, origin } = await enter();
    expect((await get(page, { cookie, origin: 'https://example.com' })).status).toBe(403);
    expect((await get(page, { cookie, origin })).status).toBe(200);
  });

  it('outlives a stranger who hangs up while being refused', async () => {
    const { cookie, page, link } = await enter();
    const stranger = connect(Number(link.port), '127.0.0.1');
    await once(stranger, 'connect');
    stranger.write('GET /bridge HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    stranger.resetAndDestroy();
    await once(stranger, 'close');
    expect((await get(page, { cookie })).status).toBe(200);
  });

  it('opens the socket for the page only', async () => {
    const { cookie, page, origin } = await enter();
    expect(await dial(page, { cookie })).toBe(403);
    expect(await dial(page, { origin })).toBe(403);
    expect(await dial(page, { cookie, origin: 'https://example.com' })).toBe(403);
    expect(await dial(page, { cookie, origin, host: 'attacker.example' })).toBe(403);
    expect(await dial(page, { cookie, origin })).toBeInstanceOf(WebSocket);
  });
});

describe('the bridge over a socket', () => {
  async function connect() {
    const { cookie, page, origin } = await enter();
    const socket = await dial(page, { cookie, origin });
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    return socket;
  }

  it('answers a request under its number and delivers batches', async () => {
    const socket = await connect();
    socket.send(JSON.stringify({ id: 4, name: 'app:snapshot', input: {} }));
    const [answer] = await once(socket, 'message');
    expect(JSON.parse(answer)).toEqual({ id: 4, answer: { ok: true, value: 'answered' } });
    expect(asked).toEqual([['app:snapshot', {}]]);
    deliver([{ sequence: 1, name: 'menu:chosen', event: { command: 'x' } }]);
    const [batch] = await once(socket, 'message');
    expect(JSON.parse(batch)).toEqual({ batch: [{ sequence: 1, name: 'menu:chosen', event: { command: 'x' } }] });
  });

  it.each(['', 'no json', '[]', 'null', '{"id":"1"}', '7'])('ends the socket on %j', async (text) => {
    const socket = await connect();
    socket.send(text);
    const [code] = await once(socket, 'close');
    expect(code).toBe(1008);
    expect(asked).toEqual([]);
  });

  it('closes its client with the socket', async () => {
    const socket = await connect();
    const client = newest;
    expect(client.closed).toBe(false);
    socket.close();
    await expect.poll(() => client.closed).toBe(true);
  });
});
