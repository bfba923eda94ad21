import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { type Ordered, type Transport, urlOf } from './flood-transports.ts';

/** A flood server in a process of its own. Times are `Date.now()`, the same in all processes of a machine. */
export interface Flood {
  url: string;
  /** Resolves when so many are connected at the same time. */
  connected(lines: number): Promise<void>;
  /** Sends to all who are connected; resolves with the time the flood began, and `sent` when the last was handed over. */
  order(ordered: Ordered): Promise<{ began: number; sent: Promise<number> }>;
  stop(): void;
}

export async function startFlood(transport: Transport): Promise<Flood> {
  const server = start('flood-server.ts', transport);
  const port = await told(server, 'port');
  return {
    url: urlOf(transport, port),
    connected: async (lines) => void (await told(server, 'connected', (connected) => connected >= lines)),
    async order(ordered) {
      const sent = told(server, 'sent');
      const began = told(server, 'began');
      server.send(ordered);
      return { began: await began, sent };
    },
    stop: () => server.disconnect(),
  };
}

/** Milliseconds in which the bare client library receives a whole flood. */
export async function receiveBare(transport: Transport, count: number): Promise<number> {
  const flood = await startFlood(transport);
  const connected = flood.connected(1);
  const client = start('bare-client.ts', transport, flood.url, String(count));
  const ended = told(client, 'ended');
  await Promise.all([connected, told(client, 'opened')]);
  const { began } = await flood.order({ count, perSecond: null });
  const took = (await ended) - began;
  client.disconnect();
  flood.stop();
  return took;
}

function start(file: string, ...args: string[]): ChildProcess {
  return fork(join(import.meta.dirname, file), args);
}

/** The first number that a process tells by this name and that is wanted; rejects if it ends before. */
function told(child: ChildProcess, name: string, wanted: (value: number) => boolean = () => true): Promise<number> {
  return new Promise((resolve, reject) => {
    const hear = (message: Record<string, number>) => {
      const value = message[name];
      if (value === undefined || !wanted(value)) return;
      child.off('message', hear).off('exit', end);
      resolve(value);
    };
    const end = (code: number | null) => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}.`));
    child.on('message', hear).once('exit', end);
  });
}
