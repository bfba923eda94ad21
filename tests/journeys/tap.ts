import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/** Stands between the console and a WebSocket server, and reads along. */
export interface Tap {
  /** In place of the server's, `ws://` and the host. */
  readonly host: string;
  /** Every text that the console sent so far. */
  readonly heard: readonly string[];
  stop(): Promise<void>;
}

/** `server`: `ws://` and the host; paths are kept. */
export async function startTap(server: string): Promise<Tap> {
  const heard: string[] = [];
  const front = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(front, 'listening');
  front.on('connection', (near, { url = '/' }) => {
    const far = new WebSocket(new URL(url, server));
    const open = once(far, 'open');
    near.on('message', async (data, isBinary) => {
      if (!isBinary) heard.push(data.toString());
      await open;
      far.send(data, { binary: isBinary });
    });
    far.on('message', (data, isBinary) => near.send(data, { binary: isBinary }));
    near.on('close', () => far.close());
    far.on('close', () => near.close());
  });
  return {
    host: `ws://127.0.0.1:${(front.address() as AddressInfo).port}`,
    heard,
    stop: async () => {
      for (const near of front.clients) near.terminate();
      front.close();
      await once(front, 'close');
    },
  };
}
