import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

/**
 * A process of its own: a real socket.io 4 server that sends each subscriber as many numbered messages as it was
 * started with, as fast as the socket takes them. Tells its parent the port, and the moment each flood begins.
 */
const count = Number(process.argv[2]);
const slice = 200;
const destination = 'kld://app2app/m/m000000001/e/e000000001/s/s000000001/d/bench';

const http = createServer((request, response) => {
  if (request.url?.startsWith('/api/v1/addressbook')) response.end('[]');
  else response.writeHead(404).end();
});
const server = new Server(http, { serveClient: false, perMessageDeflate: false });

server.of('/api/v1').on('connection', (socket) => {
  socket.on('subscribe', (_uris: string[], acknowledge: (error: null, result: string) => void) => {
    acknowledge(null, 'Subscribed.');
    process.send?.({ began: Date.now() });
    let sent = 0;
    const send = () => {
      for (const end = Math.min(count, sent + slice); sent < end; sent++) {
        const message = {
          headers: { from: destination, to: destination },
          content: `message ${sent} ${'x'.repeat(120)}`,
        };
        socket.emit('data', message, `key-${sent}`, Date.now());
      }
      if (sent < count) whenDrained(socket.conn, send);
    };
    send();
  });
});

/** Its type keeps the buffer to itself, but there is no other way to know that the socket took everything. */
function whenDrained(connection: { once(event: 'drain', listener: () => void): unknown }, next: () => void): void {
  const waiting: unknown = Reflect.get(connection, 'writeBuffer');
  if (Array.isArray(waiting) && waiting.length > 0) connection.once('drain', next);
  else setImmediate(next);
}

http.listen(0, '127.0.0.1', () => process.send?.({ port: (http.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());
