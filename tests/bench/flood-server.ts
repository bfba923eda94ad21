import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { isTransport, type Ordered, serve } from './flood-transports.ts';

/**
 * A process of its own: a real server that sends numbered messages to all who are connected, as its parent orders. Tells
 * it the port, how many are connected, and when each flood began and was handed over whole.
 */
const transport = process.argv[2];
if (!isTransport(transport)) throw new Error(`There is no flood over ${transport}.`);

/** Bytes that may wait in a socket before nothing more is sent. */
const enough = 400_000;
const slice = 100;

const http = createServer();
const sockets = new Set<Socket>();
http.on('connection', (socket) => {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
});
const lines = serve(transport, http, () => process.send?.({ connected: lines.size }));

process.on('message', (ordered: Ordered) => {
  process.send?.({ began: Date.now() });
  if (ordered.perSecond === null) sendAll(ordered.count);
  else sendPaced(ordered.count, ordered.perSecond);
});

/** As fast as the sockets take them. */
function sendAll(count: number, from = 0): void {
  let next = from;
  for (const end = Math.min(count, from + slice); next < end && !isBusy(); next++) sendOne(next);
  if (next < count) setImmediate(sendAll, count, next);
  else process.send?.({ sent: Date.now() });
}

/** So many a second on each line; what the clock or the sockets held up follows as soon as it can. */
function sendPaced(count: number, perSecond: number): void {
  const began = performance.now();
  let next = 0;
  const timer = setInterval(() => {
    const due = Math.min(count, Math.floor(((performance.now() - began) / 1000) * perSecond));
    while (next < due && !isBusy()) sendOne(next++);
    if (next < count) return;
    clearInterval(timer);
    process.send?.({ sent: Date.now() });
  }, 2);
}

function sendOne(number: number): void {
  for (const send of lines) send(number);
}

function isBusy(): boolean {
  for (const socket of sockets) if (socket.writableLength > enough) return true;
  return false;
}

http.listen(0, '127.0.0.1', () => process.send?.({ port: (http.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());
