import type { KeyObject } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { HeldKey, Unsealing } from './key-ring.ts';
import type { OperationAnswer, OperationInput, OperationName } from './operations.ts';
import type { RsaPadding } from './rsa.ts';
import type { SealedFor, Sealing } from './sealing.ts';
import type { KnownKey, SignedReading } from './signers.ts';
import { type Pending, Thread } from './thread.ts';
import type { Job } from './worker.ts';

/** Opens, verifies, signs and seals in threads of their own: those given first are begun first. */
export interface Opener {
  /** The keys that jobs begun from now on may use. */
  hold(keys: readonly HeldKey[]): void;
  open(envelope: string | Uint8Array): Promise<Unsealing>;
  /** Reads SignedData against the certificates that are known. Nothing where it is CMS of another kind. */
  readSigned(signed: string | Uint8Array, known: readonly KnownKey[]): Promise<SignedReading | undefined>;
  /** RSASSA-PKCS1-v1_5 with SHA-256; `key` is public. */
  verify(content: Uint8Array, signature: Uint8Array, key: KeyObject): Promise<boolean>;
  /** Signs likewise with the held key of that id. */
  sign(content: Uint8Array, by: string): Promise<Uint8Array>;
  /** RSA with a private key that is not held. Nothing where it does not come out right. */
  decrypt(sealed: Uint8Array, key: KeyObject, padding: RsaPadding): Promise<Uint8Array | undefined>;
  /** An envelope, DER; `damaged` on purpose: see sealing.ts. */
  seal(content: Uint8Array, recipients: readonly SealedFor[], sealing: Sealing, damaged: boolean): Promise<Uint8Array>;
  /** Computes by hand: see operations.ts. */
  operate<Name extends OperationName>(name: Name, input: OperationInput<Name>): Promise<OperationAnswer<Name>>;
  /** Ends the threads; what is not done yet rejects. May be called twice. */
  close(): Promise<void>;
}

/** Jobs that a thread has at hand: enough that it never waits for the main loop, few enough that others can help it. */
const depth = 32;

/** One core is left to the main loop; more than four threads have nothing to do in such a console. */
export function threadsHere(cores = availableParallelism()): number {
  return Math.max(1, Math.min(4, cores - 1));
}

/**
 * `script`: file of the worker. Threads start when there are jobs for them. A job rejects only when a thread dies over
 * it; the other jobs of that thread are done by a new one.
 */
export function createOpener(script: string, threads = threadsHere()): Opener {
  const pool = new Pool(script, threads);
  // Only the bytes of the view go to the thread, not the buffer around them.
  const own = (bytes: Uint8Array) => new Uint8Array(bytes);
  const ownOrText = (input: string | Uint8Array) => (typeof input === 'string' ? input : own(input));
  return {
    hold: (keys) => pool.hold(keys),
    open: (envelope) => pool.give({ kind: 'open', envelope: ownOrText(envelope) }) as Promise<Unsealing>,
    readSigned: (signed, known) =>
      pool.give({ kind: 'read-signed', signed: ownOrText(signed), known }) as Promise<SignedReading | undefined>,
    verify: (content, signature, key) =>
      pool.give({ kind: 'verify', content: own(content), signature: own(signature), key }) as Promise<boolean>,
    sign: (content, by) => pool.give({ kind: 'sign', content: own(content), by }) as Promise<Uint8Array>,
    decrypt: (sealed, key, padding) =>
      pool.give({ kind: 'decrypt', sealed: own(sealed), key, padding }) as Promise<Uint8Array | undefined>,
    seal: (content, recipients, sealing, damaged) =>
      pool.give({ kind: 'seal', content: own(content), recipients, sealing, damaged }) as Promise<Uint8Array>,
    operate: <Name extends OperationName>(operation: Name, input: OperationInput<Name>) =>
      pool.give({ kind: 'operate', operation, input: ownMembers(input) }) as Promise<OperationAnswer<Name>>,
    close: () => pool.close(),
  };
}

/** The bytes among the members without the buffers around them. */
function ownMembers<Input extends object>(input: Input): Input {
  const members = Object.entries(input).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? new Uint8Array(value) : value,
  ]);
  return Object.fromEntries(members) as Input;
}

class Pool {
  readonly #threads: readonly Thread[];
  /** Jobs that no thread has at hand yet. */
  readonly #waiting = new Set<Pending>();
  #closed = false;

  constructor(script: string, threads: number) {
    this.#threads = Array.from({ length: threads }, () => new Thread(script, () => this.#spread()));
  }

  hold(keys: readonly HeldKey[]): void {
    for (const thread of this.#threads) thread.hold(keys);
  }

  give(job: Job): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new Error('The crypto threads are closed'));
      this.#waiting.add({ job, resolve, reject });
      this.#spread();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { reject } of this.#waiting) reject(new Error('The crypto threads are closed'));
    this.#waiting.clear();
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  /** To the thread with the least to do; of those with nothing to do the first, so that no thread starts in vain. */
  #spread(): void {
    for (const pending of this.#waiting) {
      const thread = this.#threads.reduce((least, other) => (other.load < least.load ? other : least));
      if (thread.load >= depth) return;
      this.#waiting.delete(pending);
      thread.give(pending);
    }
  }
}
