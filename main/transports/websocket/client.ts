import type { Agent } from 'node:http';
import { type ClientOptions, WebSocket } from 'ws';
import type { WebSocketAddress } from '../websocket.ts';
import { messageLimit, refusedAddress } from './failure.ts';

/** Milliseconds that a server is left to answer a farewell. */
const farewell = 1000;

/** Fragments of one message that are taken: as many small ones as a large message may have. */
const fragmentLimit = 256 * 1024;

/** Answers to pings that wait to be sent, which a server that only pings could pile up. */
const pongLimit = 10_000;

/**
 * A client that is connecting. `reached`: the handshake is on its way. Throws a Refusal for what cannot even be tried.
 */
export function dialWebSocket(address: WebSocketAddress, agent: Agent, reached: () => void): WebSocket {
  // The types know neither of the two.
  const options: ClientOptions & { closeTimeout: number; maxPendingAutoPongs: number } = {
    agent,
    headers: address.headers,
    perMessageDeflate: false,
    maxPayload: messageLimit,
    maxFragments: fragmentLimit,
    maxPendingAutoPongs: pongLimit,
    // Text that is not UTF-8 would end the line; it is shown instead.
    skipUTF8Validation: true,
    closeTimeout: farewell,
    finishRequest: (request) => request.on('socket', reached).end(),
  };
  const url = new URL(address.url);
  // It is not for servers, and refused by `ws`.
  url.hash = '';
  try {
    return new WebSocket(url, address.protocols, options);
  } catch (error) {
    throw refusedAddress(error, url.host);
  }
}
