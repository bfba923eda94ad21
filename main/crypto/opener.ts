import type { KeyObject } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { HeldKey, Unsealing } from './key-ring.ts';
import type { RsaPadding } from './rsa.ts';
import type { Answer, Job, Order } from './worker.ts';

/** Opens, verifies and signs in a thread of its own, one job after the other. */
export interface Opener {
  /** The keys that jobs given from now on may use. */
  hold(keys: readonly HeldKey[]): void;
  open(envelope: string | Uint8Array): Promise<Unsealing>;
  /** RSASSA-PKCS1-v1_5 with SHA-256; `key` is public. */
  verify(content: Uint8Array, signature: Uint8Array, key: KeyObject): Promise<boolean>;
  /** Signs likewise with the held key of that id. */
  sign(content: Uint8Array, by: string): Promise<Uint8Array>;
  /** RSA with a private key that is not held. Nothing where it does not come out right. */
  decrypt(sealed: Uint8Array, key: KeyObject, padding: RsaPadding): Promise<Uint8Array | undefined>;
  /** Ends the thread; what is not done yet rejects. May be called twice. */
  close(): Promise<void>;
}

interface Pending {
  job: Job;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** `script`: file of the worker. The thread starts with the first job. A job rejects only when the thread dies over it. */
export function createOpener(script: string): Opener {
  const desk = new Desk(script);
  // Only the bytes of the view go to the thread, not the buffer around them.
  const own = (bytes: Uint8Array) => new Uint8Array(bytes);
  return {
    hold: (keys) => desk.hold(keys),
    open: (envelope) =>
      desk.give({
        kind: 'open',
        envelope: typeof envelope === 'string' ? envelope : own(envelope),
      }) as Promise<Unsealing>,
    verify: (content, signature, key) =>
      desk.give({ kind: 'verify', content: own(content), signature: own(signature), key }) as Promise<boolean>,
    sign: (content, by) => desk.give({ kind: 'sign', content: own(content), by }) as Promise<Uint8Array>,
    decrypt: (sealed, key, padding) =>
      desk.give({ kind: 'decrypt', sealed: own(sealed), key, padding }) as Promise<Uint8Array | undefined>,
    close: () => desk.close(),
  };
}

class Desk {
  readonly #script: string;
  /** In the order in which they were given, which is the order in which they are done. */
  readonly #pending = new Map<number, Pending>();
  /** Number of the job that the thread has in hand. */
  readonly #current = new Int32Array(new SharedArrayBuffer(4));
  #keys: readonly HeldKey[] = [];
  #worker: Worker | undefined;
  #last = 0;
  #closed = false;

  constructor(script: string) {
    this.#script = script;
  }

  hold(keys: readonly HeldKey[]): void {
    this.#keys = keys;
    if (this.#worker) this.#send({ keys });
  }

  give(job: Job): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new Error('The crypto thread is closed'));
      this.#worker ??= this.#start();
      this.#last += 1;
      this.#pending.set(this.#last, { job, resolve, reject });
      this.#worker.ref();
      this.#send({ id: this.#last, job });
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
    for (const { reject } of this.#pending.values()) reject(new Error('The crypto thread is closed'));
    this.#pending.clear();
  }

  #send(order: Order): void {
    this.#worker?.postMessage(order);
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { workerData: this.#current });
    worker.unref();
    worker.on('message', (answers: Answer[]) => {
      for (const answer of answers) this.#settle(answer);
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
    if (this.#pending.size === 0) return;
    this.#worker = this.#start();
    this.#worker.ref();
    for (const [id, { job }] of this.#pending) this.#send({ id, job });
  }
}
