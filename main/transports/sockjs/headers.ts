import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** RFC 9110, 7.6.1. */
const hopByHop = [
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade'],
];

/** The headers that are meant for the other end. */
export function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  const dropped = new Set([...hopByHop, ...named, 'host']);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
}

/** The beginning of a WebSocket, told anew, because sockjs-client wants these headers spelled in just one of the ways that are allowed. */
export function openingOf({ headers }: IncomingMessage): string {
  const kept = Object.entries(endToEnd(headers)).flatMap(([name, value]) =>
    [value ?? ''].flat().map((one) => `${name}: ${one}`),
  );
  return ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket', ...kept, '', ''].join(
    '\r\n',
  );
}
