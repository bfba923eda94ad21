import { Worker } from 'node:worker_threads';
import type { Capture, Event } from '../../preload/contract/index.ts';
import { Problem } from '../problem.ts';
import { pack } from './parcel.ts';
import type { Answered, Asked, Change, FromWorker, Question, ToWorker } from './worker-protocol.ts';

export interface JournalOptions {
  /** Folder of the user's data; exists. */
  folder: string;
  /** Script file of the worker. */
  worker: string;
  on: {
    /** An entry was numbered, whether there is room for it or not. `size`: bytes of its arguments. */
    taken(entry: { profile: string; direction: 'in' | 'out' | 'note'; size: number }): void;
    appended(event: Event<'journal:appended'>): void;
    revised(event: Event<'journal:revised'>): void;
    exported(event: Event<'export:changed'>): void;
    /** So many bytes of a file are taken over. */
    imported(through: number): void;
    troubled(notice: string): void;
    /** How entries make their way to the disk has changed; at most four times a second. */
    captured(capture: Capture): void;
    /** The disk is behind: servers are to be kept waiting, or not any more. */
    hold(on: boolean): void;
  };
}

interface Opened {
  line: Line;
  /** The greatest id ever given. */
  last: number;
  notices: string[];
}

interface Pending<Value> {
  resolve(value: Value): void;
  reject(error: Error): void;
}

/** Starts the worker. Rejects when it cannot open a journal. */
export function openLine(options: JournalOptions): Promise<Opened> {
  return new Promise((resolve, reject) => {
    new Line(options, { resolve, reject });
  });
}

/** The line to the worker: batches one way, questions and answers, and what the worker tells unasked. */
export class Line {
  /** The worker has written that much, in bytes. */
  onWritten: (weight: number) => void = () => {};
  onFull: (full: boolean) => void = () => {};
  readonly #on: JournalOptions['on'];
  readonly #opening: Pending<Opened>;
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending<never>>();
  readonly #ended: Promise<void>;
  #phase: 'opening' | 'open' | 'closing' | 'ended' = 'opening';
  #questions = 0;

  constructor({ folder, worker, on }: JournalOptions, opening: Pending<Opened>) {
    this.#on = on;
    this.#opening = opening;
    this.#worker = new Worker(worker, { workerData: { folder }, name: 'journal' });
    this.#worker.on('message', (message: FromWorker) => this.#hear(message));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#end();
        resolve();
      });
    });
  }

  post(changes: Change[], weight: number): void {
    const parcel = pack(changes);
    const buffers = parcel.seldom.binaries?.flatMap((binaries) => binaries?.map(({ bytes }) => bytes.buffer) ?? []);
    this.#worker.postMessage({ what: 'batch', parcel, weight } satisfies ToWorker, buffers);
  }

  ask<Name extends Question>(name: Name, input: Asked<Name>): Promise<Answered<Name>> {
    if (this.#phase === 'ended') return Promise.reject(new Error('The journal has ended.'));
    this.#questions += 1;
    const number = this.#questions;
    this.#worker.postMessage({ what: 'question', number, name, input } satisfies ToWorker);
    return new Promise((resolve, reject) => this.#pending.set(number, { resolve, reject }));
  }

  /** Resolves when the thread has ended. May be called twice. */
  async close(): Promise<void> {
    if (this.#phase === 'open') {
      this.#phase = 'closing';
      await this.ask('close', null).catch(() => {});
    }
    await this.#ended;
  }

  #hear(message: FromWorker): void {
    switch (message.what) {
      case 'ready':
        this.#phase = 'open';
        this.#opening.resolve({ line: this, last: message.last, notices: message.notices });
        break;
      case 'answer':
        this.#take(message.number)?.resolve(message.value as never);
        break;
      case 'failure':
        this.#take(message.number)?.reject(failureOf(message));
        break;
      case 'written':
        this.onWritten(message.weight);
        break;
      case 'full':
        this.onFull(message.full);
        break;
      case 'appended':
        this.#on.appended(message.event);
        break;
      case 'revised':
        this.#on.revised(message.event);
        break;
      case 'imported':
        this.#on.imported(message.through);
        break;
      case 'exported':
        this.#on.exported(message.event);
        break;
      case 'troubled':
        this.#on.troubled(message.notice);
        break;
    }
  }

  #take(number: number): Pending<never> | undefined {
    const pending = this.#pending.get(number);
    this.#pending.delete(number);
    return pending;
  }

  #fail(error: Error): void {
    const notice = `The journal stopped: ${error.message}. What arrives from now on is not kept. Start Patchbay again.`;
    if (this.#phase === 'opening') this.#opening.reject(error);
    else this.#on.troubled(notice);
  }

  #end(): void {
    this.#phase = 'ended';
    this.#opening.reject(new Error('The journal has ended.'));
    for (const { reject } of this.#pending.values()) reject(new Error('The journal has ended.'));
    this.#pending.clear();
  }
}

function failureOf({ message, disk }: Extract<FromWorker, { what: 'failure' }>): Error {
  if (!disk) return new Error(message);
  const words = 'The disk cannot be written, so this was not done, or not to its end. Free some space and try again.';
  return new Problem('failed', words, { details: message });
}
