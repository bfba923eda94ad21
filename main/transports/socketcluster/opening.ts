import type { Network } from '../network.ts';
import type { SocketClusterAddress, SocketClusterLine, SocketClusterListener } from '../socketcluster.ts';
import { Line } from './line.ts';

/**
 * One attempt at one line; it never reconnects by itself. `timeout`: milliseconds until the handshake is answered.
 * Rejects with a {@link Refusal}, whose `retry` is false where the server refused us.
 */
export async function openSocketCluster(
  address: SocketClusterAddress,
  network: Network,
  listener: SocketClusterListener,
  { signal, timeout }: { signal: AbortSignal; timeout: number },
): Promise<SocketClusterLine> {
  const line = new Line(address, network, listener);
  await line.open(signal, timeout);
  return line;
}
