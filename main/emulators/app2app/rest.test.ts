import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp2App } from '../app2app.ts';
import type { Account, Emulator } from '../emulator.ts';
import { credential } from './plain-client.fixture.ts';

let emulator: Emulator;
let alice: Account;
beforeAll(async () => {
  emulator = await startApp2App({ port: 0 });
  alice = emulator.accounts[0] as Account;
});
afterAll(() => emulator.stop());

async function ask(path: string, authorization: string, init: RequestInit = {}) {
  const answer = await fetch(`${alice.settings.managementUrl}${path}`, { ...init, headers: { authorization } });
  return { status: answer.status, body: (await answer.json()) as unknown };
}

const manage = (path: string, init?: RequestInit) =>
  ask(`/app2app/${alice.settings.runtimeId}/${path}`, `Bearer ${alice.settings.apiKey}`, init);

describe('the addressbook', () => {
  it('lists every membership with its destinations', async () => {
    const { status, body } = await ask('/addressbook', `Basic ${credential(alice)}`);
    expect(status).toBe(200);
    const [uri] = alice.settings.subscribe as string[];
    expect(body).toContainEqual({
      membership: expect.stringMatching(/^\/[a-z0-9]{10}$/),
      destinations: [{ uri, name: 'alice' }],
    });
    expect((await manage('addressbook')).body).toEqual(body);
  });

  it('needs the credential', async () => {
    expect((await ask('/addressbook', 'Basic eDp5')).status).toBe(401);
  });
});

describe('the management API', () => {
  it('lists, creates and removes own destinations', async () => {
    const put = (name: string, managed: boolean) =>
      manage(`destinations/${name}`, { method: 'PUT', body: JSON.stringify({ kaleido_managed: managed }) });
    expect(await put('orders', true)).toMatchObject({
      status: 201,
      body: { name: 'orders', kaleido_managed: true, setup_complete: true },
    });
    expect(await put('own-keys', false)).toMatchObject({ status: 201, body: { setup_complete: false } });
    const { body } = await manage('destinations');
    expect((body as { name: string }[]).map(({ name }) => name)).toEqual(['alice', 'orders', 'own-keys']);
    expect(await manage('destinations/orders')).toMatchObject({ status: 200, body: { name: 'orders' } });
    expect((await manage('destinations/orders', { method: 'DELETE' })).status).toBe(202);
    expect((await manage('destinations/orders')).status).toBe(404);
  });

  it.each([
    ['a name that is not allowed', 'destinations/Upper', '{"kaleido_managed":true}', 400],
    ['a name that is too long', `destinations/${'x'.repeat(45)}`, '{"kaleido_managed":true}', 400],
    ['a name that exists', 'destinations/alice', '{"kaleido_managed":true}', 400],
    ['a body that is no JSON', 'destinations/new', 'nonsense', 400],
    ['a body without the fact', 'destinations/new', '{}', 400],
    ['a broken path', 'destinations/%E0%A4%A', '{"kaleido_managed":true}', 400],
    ['an unknown path', 'messages', '{}', 404],
  ])('refuses %s', async (_what, path, body, status) => {
    expect((await manage(path, { method: 'PUT', body })).status).toBe(status);
  });

  it('needs the key, and the right runtime', async () => {
    expect((await ask(`/app2app/${alice.settings.runtimeId}/destinations`, 'Bearer wrong')).status).toBe(401);
    expect((await ask('/app2app/other/destinations', `Bearer ${alice.settings.apiKey}`)).status).toBe(404);
  });
});
