import { describe, expect, it } from 'vitest';
import { started } from './fixtures/scene.ts';
import { addressOf, bearer, framed, guarded, open, recorder, sockJsServer } from './fixtures/sockjs.ts';

describe.each([...framed, 'raw-websocket'] as const)('%s', (transport) => {
  it('carries messages both ways, in order, with the header and the query', async () => {
    const server = await started(sockJsServer({ gate: guarded }));
    const told = recorder();
    const url = new URL(`http://127.0.0.1:${server.port}/chat/?room=blue`);
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
});
