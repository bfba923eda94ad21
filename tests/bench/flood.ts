import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** A flood server in a process of its own. Times are `Date.now()`, the same in all processes of a machine. */
export interface Flood {
  url: string;
  /** Resolves at the first subscriber, with the time its flood began. */
  began: Promise<number>;
  stop(): void;
}

export async function startFlood(count: number): Promise<Flood> {
  const server = start('flood-server.ts', String(count));
  const began = told(server, 'began');
  const port = await told(server, 'port');
  return { url: `ws://127.0.0.1:${port}/api/v1`, began, stop: () => server.disconnect() };
}

/** Milliseconds in which the bare client library receives a whole flood. */
export async function receiveBare(count: number): Promise<number> {
  const flood = await startFlood(count);
  const client = start('bare-client.ts', flood.url, String(count));
  const ended = await told(client, 'ended');
  client.disconnect();
  flood.stop();
  return ended - (await flood.began);
}

function start(file: string, ...args: string[]): ChildProcess {
  return fork(join(import.meta.dirname, file), args);
}

/** The first number that a process tells by this name; rejects if it ends before. */
function told(child: ChildProcess, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: Record<string, number>) => {
      if (message[name] !== undefined) resolve(message[name]);
    });
    child.once('exit', (code) => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}.`)));
  });
}
