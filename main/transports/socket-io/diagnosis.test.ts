import { describe, expect, it, vi } from 'vitest';
import { addressOf } from '../fixtures/lines.ts';
import { handles, network, outcome, report, started, still } from '../fixtures/scene.ts';
import { socketIoServer } from '../fixtures/socket-io.ts';
import { diagnoseSocketIo, type Generation, type SocketIoAddress } from '../socket-io.ts';

const steps = (address: SocketIoAddress) => report(diagnoseSocketIo(address, network(), still()));

describe.each([2, 4] as Generation[])('against a server of generation %d', (generation) => {
  const serve = (wish?: Parameters<typeof socketIoServer>[1]) => started(socketIoServer(generation, wish));

  it('reports every step', async () => {
    const server = await serve();
    const good = await steps(addressOf(server.port));
    expect(outcome(good)).toEqual([
      'name-lookup skipped',
      'tcp passed',
      'http passed',
      'generation passed',
      'handshake passed',
      'namespace passed',
    ]);
    const other = await steps(addressOf(server.port, { namespace: '/nowhere' }));
    expect(outcome(other).at(-1)).toBe('namespace failed');
    const shut = await serve({ gate: () => 401 });
    expect(outcome(await steps(addressOf(shut.port))).at(-1)).toBe('http failed');
  });

  it('can be given up at any step', async () => {
    const server = await started(socketIoServer(generation));
    for (const last of ['http', 'handshake', 'namespace']) {
      const seen = [];
      for await (const { id } of diagnoseSocketIo(addressOf(server.port), network(), still())) {
        seen.push(id);
        if (id === last) break;
      }
      expect(seen.at(-1)).toBe(last);
    }
    await server.stop();
    await vi.waitFor(() => expect(handles()).toEqual([]));
  });
});
