import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { afterwards, handles, network, started } from '../fixtures/scene.ts';
import { httpServer } from '../fixtures/servers.ts';
import { Relay } from './relay.ts';

/** A relay to a server that writes down what it is asked. */
async function aRelay() {
  const asked: { line: string; headers: Record<string, unknown>; body: string }[] = [];
  const server = await started(
    httpServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      asked.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
      response.writeHead(200, { 'X-Answer': 'yes', Connection: 'X-Hop, close', 'X-Hop': '1' }).end('answer');
    }),
  );
  const base = new URL(`http://127.0.0.1:${server.port}/chat/?room=blue`);
  const failed: string[] = [];
  const by = network({ headers: [{ name: 'X-Who', value: 'profile' }] });
  const relay = new Relay({ websocket: true, base, facts: [], text: '' }, { Authorization: 'Bearer good' }, by, {
    frame() {},
    heard() {},
    failed: (transport) => failed.push(transport),
  });
  await relay.listen();
  afterwards(() => relay.cut());
  return { relay, asked, failed, server };
}

interface Asked {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Asks the relay's port for a path, whatever it is. */
function ask(relay: Relay, { path, method = 'POST', headers = {}, body }: Asked) {
  const { hostname, port } = new URL(relay.url);
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const asking = request({ hostname, port, path, method, headers, agent: false }, async (answer) => {
      let text = '';
      for await (const chunk of answer) text += chunk;
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
    });
    asking.on('error', reject).end(body);
  });
}

const secretOf = (relay: Relay) => new URL(relay.url).pathname;
const session = '/000/abcdefgh';

describe('the relay', () => {
  it('listens on the loopback only, under a path of 128 bits that is another each time', async () => {
    const { relay } = await aRelay();
    const { relay: other } = await aRelay();
    expect(relay.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}$/);
    expect(secretOf(relay)).not.toBe(secretOf(other));
  });

  it('passes on what is meant for the other end, with the headers of the profile', async () => {
    const { relay, asked, server } = await aRelay();
    const headers = { Connection: 'X-Mine, close', 'X-Mine': '1', 'Keep-Alive': '5', TE: 'trailers', 'X-Kept': '1' };
    const path = `${secretOf(relay)}${session}/xhr_send`;
    const answer = await ask(relay, { path, headers: { ...headers, Authorization: 'other' }, body: '["text"]' });
    expect(answer).toMatchObject({ status: 200, text: 'answer', headers: { 'x-answer': 'yes' } });
    expect(answer.headers).not.toHaveProperty('x-hop');
    expect(asked).toMatchObject([{ line: `POST /chat${session}/xhr_send?room=blue`, body: '["text"]' }]);
    expect(asked[0]?.headers).toMatchObject({
      host: `127.0.0.1:${server.port}`,
      authorization: 'Bearer good',
      'x-who': 'profile',
      'x-kept': '1',
    });
    for (const name of ['x-mine', 'te', 'keep-alive']) expect(asked[0]?.headers).not.toHaveProperty(name);
  });

  it('answers for the information itself', async () => {
    const { relay, asked } = await aRelay();
    const answer = await ask(relay, { path: `${secretOf(relay)}/info`, method: 'GET' });
    expect(JSON.parse(answer.text)).toEqual({ websocket: true });
    expect(asked).toEqual([]);
  });

  it.each([
    ['no secret', () => ({ path: `${session}/xhr` })],
    ['a wrong secret', () => ({ path: `/${'0'.repeat(32)}${session}/xhr` })],
    ['half a secret', (secret: string) => ({ path: secret.slice(0, 17) })],
    ['more before it', (secret: string) => ({ path: `/${secret}${session}/xhr` })],
    ['a secret that is no ASCII', () => ({ path: `/${'%C3%A4'.repeat(32)}` })],
    ['another path', (secret: string) => ({ path: `${secret}/../admin` })],
    ['a climbing path', (secret: string) => ({ path: `${secret}/000/..%2f..%2f/xhr` })],
    ['a query', (secret: string) => ({ path: `${secret}${session}/xhr?room=red` })],
    ['nothing more', (secret: string) => ({ path: secret })],
    ['a WebSocket without its handshake', (secret: string) => ({ path: `${secret}${session}/websocket` })],
    ['another host', (secret: string) => ({ path: `${secret}${session}/xhr`, headers: { Host: 'evil.test' } })],
    ['a name for the host', (secret: string) => ({ path: `${secret}/info`, headers: { Host: 'localhost' } })],
  ])('knows nobody with %s', async (_, asking) => {
    const { relay, asked } = await aRelay();
    expect((await ask(relay, asking(secretOf(relay)))).status).toBe(404);
    expect(asked).toEqual([]);
  });

  it.each(['/elsewhere', `/${'0'.repeat(32)}${session}/websocket`])(
    'opens no WebSocket for strangers: %s',
    async (path) => {
      const { relay, asked } = await aRelay();
      const { port, host } = new URL(relay.url);
      const socket = connect(Number(port), '127.0.0.1');
      let text = '';
      socket.on('data', (data) => {
        text += data;
      });
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
      await new Promise((resolve) => socket.on('close', resolve));
      expect(text).toMatch(/^HTTP\/1\.1 404 /);
      expect(asked).toEqual([]);
    },
  );

  it('is gone once it is cut, and may be cut twice', async () => {
    const { relay, server } = await aRelay();
    const path = `${secretOf(relay)}${session}/xhr`;
    relay.cut();
    relay.cut();
    relay.finish();
    await expect(ask(relay, { path })).rejects.toThrow();
    await server.stop();
    await expect.poll(handles).toEqual([]);
  });

  it('tells of a server that answers nothing proper', async () => {
    const { relay, failed, server } = await aRelay();
    await server.stop();
    await expect(ask(relay, { path: `${secretOf(relay)}${session}/xhr` })).rejects.toThrow();
    expect(failed).toEqual(['xhr-polling']);
  });
});
