import { afterEach, describe, expect, it } from 'vitest';
import { startApp2App } from '../app2app.ts';
import type { Account, Emulator } from '../emulator.ts';
import { credential, type PlainOptions, plainClient } from './plain-client.fixture.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function start(options: Record<string, unknown>): Promise<{ emulator: Emulator; alice: Account }> {
  const emulator = await startApp2App({ port: 0, ...options });
  cleanUp.push(() => emulator.stop());
  return { emulator, alice: emulator.accounts[0] as Account };
}

function dial(emulator: Emulator, account: Account, options: PlainOptions) {
  const client = plainClient(emulator, account, options);
  cleanUp.push(() => client.close());
  return client;
}

describe.each([2, 4] as const)('the door of the emulator, Socket.IO %i', (generation) => {
  it.each([['polling'], ['websocket'], ['polling', 'websocket']])(
    'accepts both forms over %s',
    async (...transports) => {
      const { emulator, alice } = await start({ generation });
      for (const authorization of [`Basic ${credential(alice)}`, credential(alice)]) {
        const client = dial(emulator, alice, { generation, transports, authorization });
        await client.next('connect');
        expect(await client.ask('subscribe', [client.uri])).toEqual([null, 'Subscribed.']);
      }
    },
  );

  it.each(['polling', 'websocket'])('answers wrong credentials with HTTP 401 over %s', async (transport) => {
    const { emulator, alice } = await start({ generation });
    const client = dial(emulator, alice, { generation, transports: [transport], authorization: 'Basic d3Jvbmc6b25l' });
    const [error] = (await client.next('connect_error')) as [{ description: number | Error | { error: Error } }];
    const { description } = error;
    const status = typeof description === 'object' && 'error' in description ? description.error : description;
    expect(String(status)).toMatch(/401$/);
    expect(client.of('connect')).toEqual([]);
  });

  it('refuses by the namespace where told to', async () => {
    const { emulator, alice } = await start({ generation, refusal: 'namespace' });
    const client = dial(emulator, alice, { generation, authorization: 'Basic d3Jvbmc6b25l' });
    const [error] = await client.next(generation === 2 ? 'error' : 'connect_error');
    expect(error instanceof Error ? error.message : error).toBe('Unauthorized');
    await dial(emulator, alice, { generation }).next('connect');
  });

  it('serves no client script', async () => {
    const { emulator, alice } = await start({ generation });
    const answer = await fetch(`${emulator.url.replace('ws', 'http').replace('/api/v1', '')}/socket.io/socket.io.js`, {
      headers: { authorization: `Basic ${credential(alice)}` },
    });
    expect(answer.status).toBe(400);
  });
});
