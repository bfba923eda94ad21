import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createNetwork } from '../../transports/network.ts';
import { Api } from './api.ts';
import { settings } from './settings.ts';

/** A server that answers everything alike. */
async function anApi(status: number, body: unknown): Promise<Api> {
  const server = createServer((_, response) => {
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const parsed = settings.parse({ server: url, email: 'a@example.com', password: 'hunter2' });
  const network = createNetwork(parsed);
  onTestFinished(() => network.close());
  return new Api(parsed, network);
}

const failure = (msg: string) => ({ status: 'FAILURE', msg });
const { signal } = new AbortController();

it.each([
  [400, failure('User not verified! Check your mail'), 'credentials', 'not verified yet'],
  [400, failure('Invalid credentials!'), 'credentials', 'refused the password'],
  [400, failure("Email doesn't match any account!"), 'credentials', 'no account with this e-mail'],
  [400, failure('Something else'), 'protocol', 'The service refuses: Something else'],
  [404, 'Cannot POST /login', 'address', 'no Bowl at this address'],
  [200, '<h1>Hello</h1>', 'protocol', 'not as Bowl does'],
  [200, { status: 'SUCCESS', data: { not: 'a token' } }, 'protocol', 'not known'],
  [401, 'no', 'credentials', 'HTTP 401'],
] as const)('says what HTTP %i %o means', async (status, body, code, text) => {
  const api = await anApi(status, body);
  const reason = expect.objectContaining({ code, text: expect.stringContaining(text) });
  await expect(api.logIn(signal)).rejects.toMatchObject({ retry: false, reason });
});

it('may try again where the server is down for a while', async () => {
  const api = await anApi(503, 'later');
  await expect(api.logIn(signal)).rejects.toMatchObject({ retry: true, reason: { code: 'http' } });
});

it('takes a key that cannot be used for none', async () => {
  const api = await anApi(200, { status: 'SUCCESS', data: { public_key: 'nonsense', name: 'Ben' } });
  expect(await api.details('ben@example.com', signal)).toEqual({ name: 'Ben', publicKey: undefined });
});
