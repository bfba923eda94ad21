import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Fault, Emulator as RunningEmulator, Tape, TapeCommand, TapeSpeed } from '../../preload/contract/index.ts';
import { Problem } from '../problem.ts';
import type { Account } from './emulator.ts';
import type { Playing } from './player.ts';
import type { Call, CallAnswer, Said, Started } from './worker.ts';

/** The emulators, seen from the main thread. They run in a thread of their own, so that load stays off this one. */
export interface Emulators {
  /**
   * Starts one whose personas talk, or that plays a tape. Throws a {@link Problem}: `not-found` for a service that has
   * none, `refused` for a file that is no tape of this service.
   */
  start(
    service: string,
    options: Record<string, unknown>,
    tape?: Playing,
  ): Promise<RunningEmulator & Pick<Started, 'accounts'>>;
  list(): RunningEmulator[];
  /** Throws `not-found` when it does not run. */
  accounts(id: string): readonly Account[];
  /** Nothing happens where it plays no tape. Throws `not-found` when it does not run. */
  play(
    id: string,
    how: { command: TapeCommand | null; speed: TapeSpeed; longestSilence: number | null },
  ): Promise<void>;
  /** Throws `not-found` when it does not run. A burst has only begun when this resolves. */
  commit(id: string, fault: Fault): Promise<void>;
  stop(id: string): Promise<void>;
  /** Ends all of them at once, however busy they are. */
  close(): Promise<void>;
}

/** `script`: file of the worker. `onChanged`: {@link Emulators.list} has changed. */
export function createEmulators(script: string, onChanged: () => void): Emulators {
  const running = new Map<string, { emulator: RunningEmulator; accounts: readonly Account[] }>();
  const thread = createThread(script, {
    told(id, tape) {
      const known = running.get(id);
      if (!known) return;
      running.set(id, { ...known, emulator: { ...known.emulator, tape } });
      onChanged();
    },
    lost() {
      running.clear();
      onChanged();
    },
  });

  function get(id: string) {
    const found = running.get(id);
    if (!found) throw new Problem('not-found', 'This emulator does not run any more.');
    return found;
  }

  return {
    async start(service, options, tape) {
      const id = randomUUID();
      const started = await thread.ask({ verb: 'start', id, service, options, tape: tape ?? null });
      if (!started) throw new Problem('internal', 'The emulator started without saying where.');
      const { accounts, ...rest } = started;
      const emulator = { id, service, ...rest };
      running.set(id, { emulator, accounts });
      onChanged();
      return { ...emulator, accounts };
    },
    list: () => [...running.values()].map(({ emulator }) => emulator),
    accounts: (id) => get(id).accounts,
    async play(id, how) {
      get(id);
      await thread.ask({ verb: 'play', id, ...how });
    },
    async commit(id, fault) {
      get(id);
      await thread.ask({ verb: 'commit', id, fault });
    },
    async stop(id) {
      get(id);
      running.delete(id);
      onChanged();
      await thread.ask({ verb: 'stop', id });
    },
    async close() {
      running.clear();
      await thread.end();
    },
  };
}

type Question = Call extends infer Each ? (Each extends Call ? Omit<Each, 'call'> : never) : never;

interface Pending {
  resolve(started: Started | undefined): void;
  reject(error: Error): void;
}

/** A worker that is started by the first question. `lost`: it ended by itself. */
function createThread(script: string, on: { told(id: string, tape: Tape): void; lost(): void }) {
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let calls = 0;

  function launch(): Worker {
    const launched = new Worker(script);
    launched.on('message', (answer: Said) => {
      if (!('call' in answer)) return on.told(answer.id, answer.tape);
      const question = pending.get(answer.call);
      pending.delete(answer.call);
      if (answer.ok) question?.resolve(answer.started);
      else question?.reject(problemOf(answer));
    });
    launched.on('error', (error: Error) => lose(launched, error.message));
    launched.on('exit', () => lose(launched, 'Its thread ended.'));
    return launched;
  }

  function problemOf({ code, message }: Extract<CallAnswer, { ok: false }>): Problem {
    if (code === 'not-found') return new Problem(code, 'There is no emulator for this service.');
    if (code === 'refused') return new Problem(code, message);
    return new Problem(code, 'The emulator could not do that.', { details: message });
  }

  function lose(lost: Worker, details: string): void {
    if (worker !== lost) return;
    worker = undefined;
    abandon(details);
    on.lost();
  }

  function abandon(details: string): void {
    for (const { reject } of pending.values()) reject(new Problem('failed', 'The emulator has stopped.', { details }));
    pending.clear();
  }

  return {
    ask(question: Question): Promise<Started | undefined> {
      worker ??= launch();
      const call = ++calls;
      worker.postMessage({ ...question, call });
      return new Promise((resolve, reject) => pending.set(call, { resolve, reject }));
    },
    async end(): Promise<void> {
      const ending = worker;
      worker = undefined;
      abandon('It was closed.');
      await ending?.terminate();
    },
  };
}
