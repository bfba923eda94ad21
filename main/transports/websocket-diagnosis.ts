import type { DiagnosisStep } from '../../preload/contract/index.ts';
import { step } from './diagnosis.ts';
import type { Network } from './network.ts';
import type { WebSocketAddress } from './websocket.ts';
import { openWebSocket } from './websocket-line.ts';

/** Milliseconds for the handshake. */
const timeout = 20_000;

const listener = { reached() {}, message() {}, ping() {}, pong() {}, lost() {} };

/** The network's steps, then the handshake; ends after the first failed one. The line is closed again. */
export async function* diagnoseWebSocket(
  address: WebSocketAddress,
  network: Network,
  signal: AbortSignal,
): AsyncGenerator<DiagnosisStep> {
  for await (const found of network.diagnose(address.url, signal)) {
    yield found;
    if (found.state === 'failed') return;
  }
  yield* step('handshake', 'WebSocket handshake', signal, async () => {
    const line = await openWebSocket({ ...address, heartbeat: 0 }, network, listener, { signal, timeout });
    line.close();
    return { value: undefined, found: { text: 'The server opens a WebSocket.', facts: line.facts } };
  });
}
