import type { Agent } from 'node:http';
import { type AGClientSocket, create } from 'socketcluster-client';
import type { ClientOptions } from 'ws';
import { targetOf } from '../route.ts';
import type { SocketClusterAddress } from '../socketcluster.ts';
import { messageLimit } from '../websocket/failure.ts';

/** What the client reads and writes packets with. `decode` gives it what it may see of a message. */
export interface Codec {
  decode(message: unknown): unknown;
  encode(packet: object): unknown;
}

/** Node's longest timer: the line keeps the time itself. */
export const longest = 2 ** 31 - 1;

/** As of plain WebSocket lines. */
function webSocketOptions(agent: Agent, headers: Record<string, string>): ClientOptions & { closeTimeout: number } {
  return {
    agent,
    headers,
    perMessageDeflate: false,
    maxPayload: messageLimit,
    skipUTF8Validation: true,
    closeTimeout: 1000,
  };
}

/**
 * A client that is not connecting yet and never reconnects by itself. It makes the handshake, answers the pings and
 * misses them; everything else that goes over the line passes by it, because it tells only events that are registered,
 * drops the data beside an error, connects anew when it is told to send on a closed line, and lets packets of an
 * unexpected shape end the process (observed on socketcluster-client 20.0.2).
 */
export function createClient(
  { url, query, protocolVersion, authToken }: SocketClusterAddress,
  agent: Agent,
  headers: Record<string, string>,
  codec: Codec,
): AGClientSocket {
  const { port, secure } = targetOf(url);
  const asked = new URLSearchParams([...url.searchParams, ...Object.entries(query)]).toString();
  const path = url.pathname === '/' ? '/socketcluster/' : url.pathname;
  return create({
    hostname: url.hostname,
    port,
    secure,
    path: asked === '' ? path : `${path}?${asked}`,
    protocolVersion,
    autoConnect: false,
    autoReconnect: false,
    connectTimeout: longest,
    ackTimeout: longest,
    codecEngine: codec,
    authEngine: {
      loadToken: async () => authToken ?? null,
      saveToken: async (_, token) => token,
      removeToken: async () => null,
    },
    wsOptions: webSocketOptions(agent, headers),
  });
}
