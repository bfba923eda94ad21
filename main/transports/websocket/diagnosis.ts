import type { DiagnosisStep } from '../../../preload/contract/index.ts';
import { deadline } from '../deadline.ts';
import { type Found, step } from '../diagnosis.ts';
import type { Network } from '../network.ts';
import type { WebSocketAddress } from '../websocket.ts';
import { openWebSocket } from './line.ts';

/** Milliseconds for the handshake, and for the pong. */
const timeout = 20_000;
const patience = 5000;

/**
 * The network's steps, then the handshake and a ping; ends after the first failed one. A server that opens a WebSocket
 * only to close it at once is found out by the last. Without a pong it is a warning.
 */
export async function* diagnoseWebSocket(
  address: WebSocketAddress,
  network: Network,
  signal: AbortSignal,
): AsyncGenerator<DiagnosisStep> {
  for await (const found of network.diagnose(address.url, signal)) {
    yield found;
    if (found.state === 'failed') return;
  }
  const alive = Promise.withResolvers<void>();
  // Nobody waits for it when the handshake fails.
  alive.promise.catch(() => {});
  const listener = { reached() {}, message() {}, ping() {}, pong: () => alive.resolve(), lost: alive.reject };
  const shaken = yield* step('handshake', 'WebSocket handshake', signal, async () => {
    const line = await openWebSocket({ ...address, heartbeat: 0 }, network, listener, { signal, timeout });
    return { value: line, found: { text: 'The server opens a WebSocket.', facts: line.facts } };
  });
  if (!shaken) return;
  try {
    yield* step('ping', 'Ping', signal, async () => {
      shaken.value.ping(new Uint8Array());
      return { value: undefined, found: await signOfLife(alive.promise, address.url.host, signal) };
    });
  } finally {
    shaken.value.close();
  }
}

function signOfLife(alive: Promise<void>, place: string, signal: AbortSignal): Promise<Found> {
  return new Promise((resolve, reject) => {
    const callOff = deadline(place, signal, patience, (refusal) => {
      if (refusal.reason.code !== 'timeout') return reject(refusal);
      const text = `The server did not answer a ping within ${patience / 1000} s.`;
      resolve({ state: 'warning', text, hint: 'Switch the heartbeat off where the profile has one.' });
    });
    alive.then(() => resolve({ text: 'The server answers pings.' }), reject).finally(callOff);
  });
}
