import { parentPort } from 'node:worker_threads';
import type { Fault } from '../../preload/contract/index.ts';
import { isEmulated } from './emulated.ts';
import type { Account, Emulator } from './emulator.ts';
import { emulators } from './index.ts';

// engine.io 3, of the version 2 servers, calls url.parse(): nothing a user could help.
process.noDeprecation = true;

/** What the main thread asks of this thread; every call is answered under its number. */
export type Call = { call: number; id: string } & (
  | { verb: 'start'; service: string; options: Record<string, unknown> }
  | { verb: 'commit'; fault: Fault }
  | { verb: 'stop' }
);

export interface Started {
  url: string;
  title: string;
  accounts: readonly Account[];
}

export type CallAnswer =
  | { call: number; ok: true; started: Started | undefined }
  | { call: number; ok: false; code: 'not-found' | 'failed'; message: string };

const running = new Map<string, Emulator>();

async function perform(call: Call): Promise<Started | undefined> {
  if (call.verb === 'start') return start(call.id, call.service, call.options);
  const emulator = running.get(call.id);
  if (call.verb === 'commit') await emulator?.commit(call.fault);
  else {
    running.delete(call.id);
    await emulator?.stop();
  }
  return undefined;
}

async function start(id: string, service: string, options: Record<string, unknown>): Promise<Started> {
  if (!isEmulated(service)) throw new UnknownService(service);
  const emulator = await emulators[service]({ port: 0, ...options });
  running.set(id, emulator);
  emulator.talk();
  return { url: emulator.url, title: emulator.title, accounts: emulator.accounts };
}

class UnknownService extends Error {}

parentPort?.on('message', (call: Call) => {
  const answer = (given: CallAnswer) => parentPort?.postMessage(given);
  perform(call).then(
    (started) => answer({ call: call.call, ok: true, started }),
    (error: Error) => {
      const code = error instanceof UnknownService ? 'not-found' : 'failed';
      answer({ call: call.call, ok: false, code, message: error.message });
    },
  );
});
