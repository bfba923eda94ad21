import { Worker } from 'node:worker_threads';
import type { HeldKey } from './key-ring.ts';
import type { Answer, Job, Order } from './worker.ts';

/** A job and whoever waits for it. */
export interface Pending {
  readonly job: Job;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** One worker thread, which does what it is given one after the other. It starts with its first job. */
export class Thread {
  readonly #script: string;
  readonly #answered: () => void;
  /** In the order in which they were given, which is the order in which they are done. */
  readonly #pending = new Map<number, Pending>();
  /** Number of the job that the thread has in hand. */
  readonly #current = new Int32Array(new SharedArrayBuffer(4));
  #keys: readonly HeldKey[] = [];
  #worker: Worker | undefined;
  #last = 0;

  /** `answered` is called after answers came in, and so when there is room for more jobs. */
  constructor(script: string, answered: () => void) {
    this.#script = script;
    this.#answered = answered;
  }

  /** Jobs given and not answered yet. */
  get load(): number {
    return this.#pending.size;
  }

  hold(keys: readonly HeldKey[]): void {
    this.#keys = keys;
    this.#send({ keys });
  }

  give(pending: Pending): void {
    this.#worker ??= this.#start();
    // Numbers begin anew long before they would not fit where the thread notes them.
    this.#last = (this.#last % 1_000_000_000) + 1;
    this.#pending.set(this.#last, pending);
    this.#worker.ref();
    this.#send({ id: this.#last, job: pending.job });
  }

  /** What is not done yet rejects. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    for (const { reject } of this.#pending.values()) reject(new Error('The crypto threads are closed'));
    this.#pending.clear();
    await worker?.terminate();
  }

  #send(order: Order): void {
    this.#worker?.postMessage(order);
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { workerData: this.#current });
    worker.unref();
    worker.on('message', (answers: Answer[]) => {
      for (const answer of answers) this.#settle(answer);
      this.#answered();
    });
    // `exit` follows, and says all there is to say.
    worker.on('error', () => {});
    worker.on('exit', () => this.#restart(worker));
    worker.postMessage({ keys: this.#keys } satisfies Order);
    return worker;
  }

  #settle(answer: Answer): void {
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (this.#pending.size === 0) this.#worker?.unref();
    if ('value' in answer) pending?.resolve(answer.value);
    else pending?.reject(new Error(answer.error));
  }

  /** The job it died over is given up, the others are given to a new thread. */
  #restart(dead: Worker): void {
    if (this.#worker !== dead) return;
    this.#worker = undefined;
    const [first] = this.#pending.keys();
    if (first === undefined) return;
    // A thread that never got to a job, as when its script is missing, is not started over and over for the same one.
    const culprit = this.#pending.has(this.#current[0] ?? 0) ? (this.#current[0] ?? 0) : first;
    this.#settle({ id: culprit, error: 'The crypto thread ended over this' });
    if (this.#pending.size > 0) {
      this.#worker = this.#start();
      this.#worker.ref();
      for (const [id, { job }] of this.#pending) this.#send({ id, job });
    }
    this.#answered();
  }
}
