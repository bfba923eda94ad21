import { parentPort } from 'node:worker_threads';
import type { Fault, Tape, TapeCommand, TapeSpeed } from '../../preload/contract/index.ts';
import { isEmulated } from './emulated.ts';
import type { Account, Emulator } from './emulator.ts';
import { emulators } from './index.ts';
import { type Player, type Playing, playTape } from './player.ts';
import { optionsOf } from './recorded-options.ts';
import { openTape, TapeRefused } from './tape.ts';

// engine.io 3, of the version 2 servers, calls url.parse(): nothing a user could help.
process.noDeprecation = true;

/** Milliseconds between two times that a tape is told of. */
const beat = 100;

/** What the main thread asks of this thread; every call is answered under its number. */
export type Call = { call: number; id: string } & (
  | { verb: 'start'; service: string; options: Record<string, unknown>; tape: Playing | null }
  | { verb: 'commit'; fault: Fault }
  | { verb: 'play'; command: TapeCommand | null; speed: TapeSpeed; longestSilence: number | null }
  | { verb: 'stop' }
);

export interface Started {
  url: string;
  title: string;
  accounts: readonly Account[];
  tape: Tape | null;
}

export type CallAnswer =
  | { call: number; ok: true; started: Started | undefined }
  | { call: number; ok: false; code: 'not-found' | 'refused' | 'failed'; message: string };

/** What it says: answers, and unasked how a tape is getting on. */
export type Said = CallAnswer | { id: string; tape: Tape };

interface Running {
  emulator: Emulator;
  player: Player | undefined;
}

const running = new Map<string, Running>();
const say = (said: Said) => parentPort?.postMessage(said);

async function perform(call: Call): Promise<Started | undefined> {
  if (call.verb === 'start') return start(call);
  const { emulator, player } = running.get(call.id) ?? {};
  switch (call.verb) {
    case 'commit':
      await emulator?.commit(call.fault);
      return undefined;
    case 'play':
      player?.setPace(call.speed, call.longestSilence);
      if (call.command) player?.command(call.command);
      return undefined;
    case 'stop':
      running.delete(call.id);
      await player?.stop();
      await emulator?.stop();
      return undefined;
  }
}

async function start({ id, service, options, tape: how }: Extract<Call, { verb: 'start' }>): Promise<Started> {
  if (!isEmulated(service)) throw new UnknownService(service);
  const tape = how ? await openTape(how.file, service) : undefined;
  const emulator = await emulators[service]({ port: 0, ...(tape && optionsOf(service, tape)), ...options });
  const { url, title, accounts, playback } = emulator;
  const player = tape && how ? await playTape(tape, how, playback, (changed) => tell(id, changed)) : undefined;
  running.set(id, { emulator, player });
  if (!player) emulator.talk();
  return { url, title, accounts, tape: player?.state ?? null };
}

const told = new Map<string, NodeJS.Timeout>();

function tell(id: string, player: Player): void {
  if (told.has(id)) return;
  const timer = setTimeout(() => {
    told.delete(id);
    if (running.has(id)) say({ id, tape: player.state });
  }, beat);
  told.set(id, timer);
}

class UnknownService extends Error {}

function codeOf(error: Error): Extract<CallAnswer, { ok: false }>['code'] {
  if (error instanceof UnknownService) return 'not-found';
  return error instanceof TapeRefused ? 'refused' : 'failed';
}

parentPort?.on('message', (call: Call) => {
  perform(call).then(
    (started) => say({ call: call.call, ok: true, started }),
    (error: Error) => say({ call: call.call, ok: false, code: codeOf(error), message: error.message }),
  );
});
