import type { DiagnosisStep } from '../../../preload/contract/index.ts';
import { step } from '../diagnosis.ts';
import type { Network } from '../network.ts';
import type { SocketClusterAddress, SocketClusterListener } from '../socketcluster.ts';
import { openSocketCluster } from './opening.ts';

/** Milliseconds for WebSocket and handshake together. */
const timeout = 20_000;

/** The network's steps, then WebSocket and handshake; ends after the first failed one. */
export async function* diagnoseSocketCluster(
  address: SocketClusterAddress,
  network: Network,
  signal: AbortSignal,
): AsyncGenerator<DiagnosisStep> {
  for await (const found of network.diagnose(address.url, signal)) {
    yield found;
    if (found.state === 'failed') return;
  }
  const end = new AbortController();
  const reached = Promise.withResolvers<void>();
  const opening = openSocketCluster(address, network, deaf(reached.resolve), {
    signal: AbortSignal.any([signal, end.signal]),
    timeout,
  });
  opening.catch(reached.reject);
  // Nobody waits for it any more when the report is given up.
  reached.promise.catch(() => {});
  try {
    const opened = yield* step('websocket', 'WebSocket', signal, async () => {
      await reached.promise;
      return { value: undefined, found: { text: `The server opens a WebSocket.` } };
    });
    if (!opened) return;
    yield* step('handshake', 'Handshake', signal, async () => {
      const { facts } = await opening;
      return { value: undefined, found: { text: 'The server accepts the SocketCluster handshake.', facts } };
    });
  } finally {
    end.abort();
    await opening.then(
      (line) => line.close(),
      () => {},
    );
  }
}

function deaf(reached: () => void): SocketClusterListener {
  const nothing = () => {};
  return {
    reached,
    event: nothing,
    published: nothing,
    kickedOut: nothing,
    authenticated: nothing,
    odd: nothing,
    lost: nothing,
  };
}
