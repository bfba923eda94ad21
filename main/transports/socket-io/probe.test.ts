import { describe, expect, it } from 'vitest';
import { addressOf, open } from '../fixtures/lines.ts';
import { refusal } from '../fixtures/refusal.ts';
import { network, started, still } from '../fixtures/scene.ts';
import { httpServer } from '../fixtures/servers.ts';
import { socketIoServer } from '../fixtures/socket-io.ts';
import { probeGeneration } from '../socket-io.ts';

describe('the generation', () => {
  it('is found out by one question', async () => {
    for (const generation of [2, 4] as const) {
      const { port } = await started(socketIoServer(generation));
      expect(await probeGeneration(addressOf(port), network(), still())).toMatchObject({ generation, status: 200 });
    }
    const { port } = await started(socketIoServer(4, { options: { allowEIO3: true } }));
    expect(await probeGeneration(addressOf(port), network(), still())).toMatchObject({ generation: 4 });
    const line = await open(addressOf(port, { generation: 2 }));
    expect(line.generation).toBe(2);
  });

  it('leaves no session on the server', async () => {
    const { port, of } = await started(socketIoServer(2));
    const gone = new Promise((resolve) => of('/').on('connection', (socket) => socket.on('disconnect', resolve)));
    await probeGeneration(addressOf(port), network(), still());
    expect(await gone).toBeDefined();
  });

  it('that does not fit is told', async () => {
    for (const generation of [2, 4] as const) {
      const { port } = await started(socketIoServer(generation));
      const other = generation === 2 ? 4 : 2;
      const { reason, retry } = await refusal(open(addressOf(port, { generation: other })));
      expect(reason.hint).toContain(`generation ${other}`);
      expect(retry).toBe(false);
    }
  });

  it('is not found where no Socket.IO is', async () => {
    const { port } = await started(httpServer((_, response) => response.end('<html>')));
    expect((await refusal(open(addressOf(port)))).reason).toMatchObject({ code: 'protocol' });
    const missing = await started(httpServer((_, response) => response.writeHead(404).end()));
    const { reason } = await refusal(open(addressOf(missing.port)));
    expect(reason.text).toContain('there is no Socket.IO at /socket.io/');
    const moved = await started(
      httpServer((_, response) => response.writeHead(302, { Location: 'https://a.test' }).end()),
    );
    expect((await refusal(open(addressOf(moved.port)))).reason.hint).toContain('https://a.test');
  });
});
