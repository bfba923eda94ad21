import { bareClients, isTransport } from './flood-transports.ts';

/** A process of its own: the bare client library, which counts messages and tells its parent when the last one came. */
const [transport, url, count] = [process.argv[2], process.argv[3] ?? '', Number(process.argv[4])];
if (!isTransport(transport)) throw new Error(`There is no client over ${transport}.`);

let received = 0;
bareClients[transport](
  url,
  () => process.send?.({ opened: Date.now() }),
  () => {
    received += 1;
    if (received === count) process.send?.({ ended: Date.now() });
  },
);
process.on('disconnect', () => process.exit());
