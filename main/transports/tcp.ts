import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A TCP connection. Rejects with Node's error, or the signal's. */
export async function dial(target: { host: string; port: number }, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const socket = connect(target);
  // Errors after this are for whoever uses the socket then; without a listener they would end the app.
  socket.on('error', () => {});
  try {
    await once(socket, 'connect', { signal });
    return socket.setNoDelay(true);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
