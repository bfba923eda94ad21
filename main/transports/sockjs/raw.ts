import type { Network } from '../network.ts';
import type { SockJsAddress, SockJsLine, SockJsListener } from '../sockjs.ts';
import { openWebSocket, WebSocketClosed } from '../websocket.ts';
import { SockJsClosed } from './failure.ts';
import { oddityOf } from './frame.ts';
import { below } from './info.ts';

/** The raw WebSocket of a SockJS server, `<base>/websocket`: each of its messages is one of the service's, unframed. */
export async function openRaw(
  { url, headers, patience }: SockJsAddress,
  network: Network,
  listener: SockJsListener,
  options: { signal: AbortSignal; timeout: number },
): Promise<SockJsLine> {
  const address = { url: below(url, '/websocket'), protocols: [], headers, heartbeat: patience / 2 };
  const line = await openWebSocket(
    address,
    network,
    {
      reached: () => listener.reached(),
      message: (data, raw) => {
        const bytes = typeof data === 'string' ? raw : data;
        const text = typeof data === 'string' ? data : Buffer.from(data).toString();
        if (bytes) listener.message(text, oddityOf(bytes));
        else listener.message(text);
      },
      ping: () => listener.heartbeat(),
      pong() {},
      lost: (refusal) => {
        listener.lost(refusal instanceof WebSocketClosed ? new SockJsClosed(refusal.code, refusal.words) : refusal);
      },
    },
    options,
  );
  return {
    facts: [{ name: 'Transport', value: 'raw WebSocket' }, ...line.facts],
    send: (text) => line.send(text),
    close: (code, reason) => line.close(code, reason),
  };
}
