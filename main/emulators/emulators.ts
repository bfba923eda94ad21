import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Fault, Emulator as RunningEmulator } from '../../preload/contract/index.ts';
import { Problem } from '../problem.ts';
import type { Call, CallAnswer, Started } from './worker.ts';

/** The emulators, seen from the main thread. They run in a thread of their own, so that load stays off this one. */
export interface Emulators {
  /** Starts one whose personas talk. Throws a {@link Problem}: `not-found` for a service that has none. */
  start(service: string, options: Record<string, unknown>): Promise<RunningEmulator & Pick<Started, 'accounts'>>;
  list(): RunningEmulator[];
  /** Throws `not-found` when it does not run. A burst has only begun when this resolves. */
  commit(id: string, fault: Fault): Promise<void>;
  stop(id: string): Promise<void>;
  /** Ends all of them at once, however busy they are. */
  close(): Promise<void>;
}

/** `script`: file of the worker. `onChanged`: {@link Emulators.list} has changed. */
export function createEmulators(script: string, onChanged: () => void): Emulators {
  const running = new Map<string, RunningEmulator>();
  const thread = createThread(script, () => {
    running.clear();
    onChanged();
  });

  function get(id: string): RunningEmulator {
    const emulator = running.get(id);
    if (!emulator) throw new Problem('not-found', 'This emulator does not run any more.');
    return emulator;
  }

  return {
    async start(service, options) {
      const id = randomUUID();
      const started = await thread.ask({ verb: 'start', id, service, options });
      if (!started) throw new Problem('internal', 'The emulator started without saying where.');
      const { accounts, url, title } = started;
      const emulator = { id, service, url, title };
      running.set(id, emulator);
      onChanged();
      return { ...emulator, accounts };
    },
    list: () => [...running.values()],
    async commit(id, fault) {
      await thread.ask({ verb: 'commit', id: get(id).id, fault });
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

/** A worker that is started by the first question. `onLost`: it ended by itself. */
function createThread(script: string, onLost: () => void) {
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let calls = 0;

  function launch(): Worker {
    const launched = new Worker(script);
    launched.on('message', (answer: CallAnswer) => {
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
    return new Problem(code, 'The emulator could not do that.', { details: message });
  }

  function lose(lost: Worker, details: string): void {
    if (worker !== lost) return;
    worker = undefined;
    abandon(details);
    onLost();
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
