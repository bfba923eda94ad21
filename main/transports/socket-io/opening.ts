import { Refusal } from '../../refusal.ts';
import type { Network } from '../network.ts';
import type { Generation, SocketIoAddress, SocketIoLine, SocketIoListener } from '../socket-io.ts';
import type { Transports } from './client.ts';
import { Line } from './line.ts';
import { probeGeneration } from './probe.ts';

type Options = { signal: AbortSignal; timeout: number };
type Open = (generation: Generation, transports: Transports) => Promise<SocketIoLine>;

/**
 * One attempt at one line; it never reconnects by itself. `timeout`: milliseconds until the namespace is joined.
 * Rejects with a {@link Refusal}, whose `retry` is false where the server refused the credentials or the namespace.
 */
export async function openSocketIo(
  address: SocketIoAddress,
  network: Network,
  listener: SocketIoListener,
  { signal, timeout }: Options,
): Promise<SocketIoLine> {
  const open: Open = async (generation, transports) => {
    const line = new Line(address, generation, transports, network, listener);
    await line.open(signal, timeout);
    return line;
  };
  if (address.generation !== 'auto') return openAs(address.generation, open);
  const { generation } = await probeGeneration(address, network, signal);
  return generation ? openAs(generation, open) : openUnknown(open);
}

/** Polling first, as the clients do by default; then without it, for servers that take WebSocket only. */
function openAs(generation: Generation, open: Open): Promise<SocketIoLine> {
  return open(generation, ['polling', 'websocket']).catch((error) => {
    if (!(error instanceof Refusal) || error.reason.code !== 'http') throw error;
    return open(generation, ['websocket']).catch((second) =>
      Promise.reject(isAboutCredentials(second) ? second : error),
    );
  });
}

/** Over WebSocket alone, client 4 is told at once that the server is of version 2; client 2 would wait. */
function openUnknown(open: Open): Promise<SocketIoLine> {
  return open(4, ['websocket']).catch((error) => {
    if (!(error instanceof Refusal) || error.reason.code !== 'protocol') throw error;
    return open(2, ['websocket']);
  });
}

function isAboutCredentials(error: unknown): boolean {
  return error instanceof Refusal && error.reason.code === 'credentials';
}
