import { io } from 'socket.io-client';

/** A process of its own: the bare client library, which counts deliveries and tells its parent when the last one came. */
const [url, count] = [process.argv[2], Number(process.argv[3])];
// Over WebSocket at once: the console's line has been upgraded by the time it subscribes.
const socket = io(url, { reconnection: false, transports: ['websocket'] });
let received = 0;

socket.on('connect', () => socket.emit('subscribe', [], () => {}));
socket.on('data', () => {
  received += 1;
  if (received === count) process.send?.({ ended: Date.now() });
});
process.on('disconnect', () => process.exit());
