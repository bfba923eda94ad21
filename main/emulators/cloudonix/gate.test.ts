import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { anEmulator, framedClient, newToken, rawClient, tokenOf } from './plain-client.fixture.ts';

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

const refusalOf = async (url: string): Promise<string> => {
  const socket = new WebSocket(url.replace('http', 'ws'));
  return (await new Promise<Error>((resolve) => socket.once('error', resolve))).message;
};

describe('the guard', () => {
  it.each(['/info', '/042/sess1234/xhr', '/iframe.html', ''])('stands before %s', async (path) => {
    const { emulator, nora } = await anEmulator();
    const without = await fetch(`${emulator.url}${path}`);
    expect([without.status, without.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="API.Messaging"']);
    const wrong = await fetch(`${emulator.url}${path}`, bearer('XIwrong'));
    expect(wrong.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect((await fetch(`${emulator.url}${path}`, bearer(tokenOf(nora)))).status).not.toBe(401);
  });

  it.each(['/websocket', '/042/sess1234/websocket'])('refuses the upgrade of %s', async (path) => {
    const { emulator } = await anEmulator();
    expect(await refusalOf(`${emulator.url}${path}`)).toBe('Unexpected server response: 401');
  });

  it('knows no other WebSocket', async () => {
    const { emulator } = await anEmulator();
    for (const path of ['/elsewhere', '/messagings/websocket']) {
      expect(await refusalOf(`${emulator.url.replace('/messaging', '')}${path}`)).toContain('404');
    }
  });

  it.each([
    ['header', 200, 401],
    ['query', 401, 200],
    ['both', 200, 200],
  ] as const)('takes the token where it is told to: %s', async (token, inHeader, inQuery) => {
    const { emulator, nora } = await anEmulator({ token });
    const good = tokenOf(nora);
    expect((await fetch(`${emulator.url}/info`, bearer(good))).status).toBe(inHeader);
    expect((await fetch(`${emulator.url}/info?access_token=${good}`)).status).toBe(inQuery);
  });
});

describe('tokens', () => {
  it('are 34 characters that begin with XI, and given for a password', async () => {
    const { nora } = await anEmulator();
    expect(await newToken(nora)).toMatch(/^XI[0-9A-F]{32}$/);
    const { tokenUrl } = nora.settings;
    const post = async (body: string) => (await fetch(String(tokenUrl), { method: 'POST', body })).status;
    expect(await post('{"subscriber":"nora","password":"guess"}')).toBe(401);
    expect(await post('{"subscriber":"__proto__","password":"guess"}')).toBe(401);
    expect(await post('nonsense')).toBe(400);
    expect((await fetch(String(tokenUrl))).status).toBe(405);
  });

  it('are revoked: lines end, old tokens get a 401, new ones are taken', async () => {
    const { emulator, nora } = await anEmulator();
    const [old, fresh] = [tokenOf(nora), await newToken(nora)];
    const clients = [
      rawClient(emulator, old),
      framedClient(emulator, old, 'websocket'),
      framedClient(emulator, fresh, 'xhr-streaming'),
    ];
    await Promise.all(clients.map(({ opened }) => opened));
    await emulator.commit({ fault: 'revoke' });
    for (const { closed } of clients) expect(await closed).toMatchObject({ code: 3000, reason: 'Unauthorized' });
    for (const token of [old, fresh]) expect((await fetch(`${emulator.url}/info`, bearer(token))).status).toBe(401);
    const again = rawClient(emulator, await newToken(nora));
    await again.opened;
  });
});
