import type { KeyObject } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { type HeldKey, signWith, unseal } from './key-ring.ts';
import { type OperationInput, type OperationName, operations } from './operations.ts';
import { decryptRsa, type RsaPadding, verifySha256 } from './rsa.ts';
import { type SealedFor, type Sealing, sealEnvelope } from './sealing.ts';
import { type KnownKey, readSigned } from './signers.ts';

// The thread in which private keys are used. The keys come by structured clone and go nowhere from here.

export type Job =
  | { kind: 'open'; envelope: string | Uint8Array }
  | { kind: 'read-signed'; signed: string | Uint8Array; known: readonly KnownKey[] }
  | { kind: 'verify'; content: Uint8Array; signature: Uint8Array; key: KeyObject }
  | { kind: 'sign'; content: Uint8Array; by: string }
  | { kind: 'decrypt'; sealed: Uint8Array; key: KeyObject; padding: RsaPadding }
  | { kind: 'seal'; content: Uint8Array; recipients: readonly SealedFor[]; sealing: Sealing; damaged: boolean }
  | { kind: 'operate'; operation: OperationName; input: OperationInput<OperationName> };

export type Order = { keys: readonly HeldKey[] } | { id: number; job: Job };

export type Answer = { id: number } & ({ value: unknown } | { error: string });

/** Number of the job in hand, for whoever finds this thread dead: answers that were given but not sent are lost then. */
const current = workerData as Int32Array;
let keys: readonly HeldKey[] = [];

function perform(job: Job): unknown {
  switch (job.kind) {
    case 'open': {
      const unsealing = unseal(job.envelope, keys);
      // A copy of its own: what is decrypted may stand in a buffer shared with other things.
      return unsealing.state === 'opened' ? { ...unsealing, content: new Uint8Array(unsealing.content) } : unsealing;
    }
    case 'read-signed': {
      const reading = readSigned(job.signed, job.known);
      return reading?.state === 'read' ? { ...reading, content: new Uint8Array(reading.content) } : reading;
    }
    case 'verify':
      return verifySha256(job.content, job.signature, job.key);
    case 'sign':
      return new Uint8Array(signWith(keys, job.by, job.content));
    case 'decrypt': {
      const text = decryptRsa(job.sealed, job.key, job.padding);
      return text && new Uint8Array(text);
    }
    case 'seal':
      return new Uint8Array(sealEnvelope(job.content, job.recipients, job.sealing, job.damaged));
    case 'operate': {
      const value = operations[job.operation](job.input as never);
      return value instanceof Uint8Array ? new Uint8Array(value) : value;
    }
  }
}

/** Answers wait for others, so that the main loop is not woken for each; no longer than this, in milliseconds. */
const patience = 4;
let answers: Answer[] = [];
let since = 0;

function answer(one: Answer): void {
  answers.push(one);
  if (answers.length === 1) {
    since = performance.now();
    setImmediate(flush);
  } else if (performance.now() - since > patience) {
    flush();
  }
}

function flush(): void {
  if (answers.length > 0) parentPort?.postMessage(answers);
  answers = [];
}

parentPort?.on('message', (order: Order) => {
  if ('keys' in order) {
    keys = order.keys;
    return;
  }
  const { id, job } = order;
  Atomics.store(current, 0, id);
  try {
    answer({ id, value: perform(job) });
  } catch (error) {
    answer({ id, error: (error as Error).message });
  }
});
