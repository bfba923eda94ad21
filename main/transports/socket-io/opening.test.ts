import { describe, expect, it, vi } from 'vitest';
import { makeIdentity } from '../fixtures/certificates.ts';
import { addressOf, open, recorder } from '../fixtures/lines.ts';
import { refusal } from '../fixtures/refusal.ts';
import { network, started } from '../fixtures/scene.ts';
import { connectProxy } from '../fixtures/servers.ts';
import { socketIoServer } from '../fixtures/socket-io.ts';
import type { Generation } from '../socket-io.ts';

describe.each([2, 4] as Generation[])('against a server of generation %d', (generation) => {
  const serve = (wish?: Parameters<typeof socketIoServer>[1]) => started(socketIoServer(generation, wish));

  it('tells 401 and 403 of a gateway from other failures, and does not try again', async () => {
    for (const status of [401, 403]) {
      const { port } = await serve({ gate: () => status });
      for (const asked of ['auto', generation] as const) {
        const { reason, retry } = await refusal(open(addressOf(port, { generation: asked })));
        expect(reason).toMatchObject({ code: 'credentials', text: expect.stringContaining(`HTTP ${status}`) });
        expect(retry).toBe(false);
      }
    }
    const { port } = await serve({ gate: () => 502 });
    const { reason, retry } = await refusal(open(addressOf(port, { generation })));
    expect(reason).toMatchObject({ code: 'http', text: expect.stringContaining('502') });
    expect(retry).toBe(true);
  });

  it('does without polling where the server takes only WebSocket', async () => {
    const { port } = await serve({ options: { transports: ['websocket'] } });
    for (const asked of ['auto', generation] as const) {
      const line = await open(addressOf(port, { generation: asked }));
      expect(line.generation).toBe(generation);
      expect(line.facts).toContainEqual({ name: 'Transport', value: 'websocket' });
    }
  });

  it('tells 401 when only the WebSocket gets there', async () => {
    const gate = ({ url = '' }: { url?: string | undefined }) => (url.includes('transport=polling') ? 400 : 401);
    const { port } = await serve({ gate });
    const { reason } = await refusal(open(addressOf(port, { generation })));
    expect(reason).toMatchObject({ code: 'credentials', text: expect.stringContaining('401') });
  });

  it('tells a refusal by middleware and an unknown namespace', async () => {
    const server = await serve();
    server.of('/api/v1').use((_, next) => next(Object.assign(new Error('Unauthorized'), { data: 'Unauthorized' })));
    const refused = await refusal(open(addressOf(server.port)));
    expect(refused.reason).toMatchObject({ code: 'credentials', text: expect.stringContaining('Unauthorized') });
    expect(refused.retry).toBe(false);
    const unknown = await refusal(open(addressOf(server.port, { namespace: '/nowhere' })));
    expect(unknown.reason).toMatchObject({ code: 'address', text: 'The server has no namespace /nowhere.' });
    expect(unknown.retry).toBe(false);
  });

  it('goes through proxy and TLS, with WebSocket, and says what is wrong with either', async () => {
    const identity = makeIdentity({ name: 'Self-signed' });
    const server = await serve({ tls: { cert: identity.certificate, key: identity.key } });
    const proxy = await started(connectProxy('user:pass'));
    const settings = { proxy: `http://user@127.0.0.1:${proxy.port}`, proxyPassword: 'pass' };
    const pinned = { ...settings, pinnedCertificate: identity.fingerprint };
    const address = addressOf(server.port, { url: new URL(`wss://inside.test:${server.port}`), generation });
    const line = await open(address, recorder(), network(pinned));
    await vi.waitFor(() => expect(line.facts).toContainEqual({ name: 'Transport', value: 'websocket' }));
    expect(proxy.asked.length).toBeGreaterThan(1);
    const untrusted = await refusal(open(address, recorder(), network(settings)));
    expect(untrusted.reason).toMatchObject({ code: 'tls', text: expect.stringContaining('self-signed') });
    expect(untrusted.reason.detail).toContain(identity.fingerprint);
    const shut = await refusal(open(address, recorder(), network({ ...pinned, proxyPassword: 'no' })));
    expect(shut.reason).toMatchObject({ code: 'credentials', text: expect.stringContaining('The proxy') });
  });
});
