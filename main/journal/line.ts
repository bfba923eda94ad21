import { Worker } from 'node:worker_threads';
import type { Event } from '../../preload/contract/index.ts';
import type { Answered, Asked, Change, FromWorker, Question, ToWorker } from './worker-protocol.ts';

export interface JournalOptions {
  /** Folder of the user's data; exists. */
  folder: string;
  /** Script file of the worker. */
  worker: string;
  on: {
    appended(event: Event<'journal:appended'>): void;
    revised(event: Event<'journal:revised'>): void;
    troubled(notice: string): void;
  };
}

interface Pending {
  resolve(value: never): void;
  reject(error: Error): void;
}

/** The line to the worker: batches one way, questions and answers, and what the worker tells unasked. */
export interface Line {
  post(changes: Change[], weight: number): void;
  ask<Name extends Question>(name: Name, input: Asked<Name>): Promise<Answered<Name>>;
  onWritten(listener: (weight: number) => void): void;
  /** Resolves when the thread has ended. May be called twice. */
  close(): Promise<void>;
}

/** Starts the worker. Rejects when it cannot open a journal. */
export function openLine(options: JournalOptions): Promise<{ line: Line; last: number; notices: string[] }> {
  const worker = new Worker(options.worker, { workerData: { folder: options.folder }, name: 'journal' });
  const pending = new Map<number, Pending>();
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  let questions = 0;
  let phase: 'opening' | 'open' | 'closing' | 'ended' = 'opening';
  let onWritten: (weight: number) => void = () => {};

  const line: Line = {
    post(changes, weight) {
      const buffers = changes.flatMap((change) =>
        'binaries' in change ? change.binaries.map(({ bytes }) => bytes.buffer) : [],
      );
      worker.postMessage({ what: 'batch', changes, weight } satisfies ToWorker, buffers);
    },
    ask(name, input) {
      if (phase === 'ended') return Promise.reject(new Error('The journal has ended.'));
      questions += 1;
      const number = questions;
      worker.postMessage({ what: 'question', number, name, input } satisfies ToWorker);
      return new Promise((resolve, reject) => pending.set(number, { resolve, reject }));
    },
    onWritten(listener) {
      onWritten = listener;
    },
    async close() {
      if (phase === 'open') {
        phase = 'closing';
        await line.ask('close', null).catch(() => {});
      }
      await ended;
    },
  };

  function settle(number: number, how: (question: Pending) => void): void {
    const question = pending.get(number);
    pending.delete(number);
    if (question) how(question);
  }

  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      switch (message.what) {
        case 'ready':
          phase = 'open';
          return resolve({ line, last: message.last, notices: message.notices });
        case 'answer':
          return settle(message.number, (question) => question.resolve(message.value as never));
        case 'failure':
          return settle(message.number, (question) => question.reject(new Error(message.message)));
        case 'written':
          return onWritten(message.weight);
        case 'appended':
          return options.on.appended(message.event);
        case 'revised':
          return options.on.revised(message.event);
        case 'troubled':
          return options.on.troubled(message.notice);
      }
    });
    worker.on('error', (error) => {
      if (phase === 'opening') return reject(error);
      options.on.troubled(
        `The journal stopped: ${error.message}. What arrives from now on is not kept. Start Patchbay again.`,
      );
    });
    worker.on('exit', () => {
      phase = 'ended';
      for (const { reject: refuse } of pending.values()) refuse(new Error('The journal has ended.'));
      pending.clear();
    });
  });
}
