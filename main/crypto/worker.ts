import type { KeyObject } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { type HeldKey, signWith, unseal } from './key-ring.ts';
import { verifySha256 } from './rsa.ts';

// The thread in which private keys are used. The keys come by structured clone and go nowhere from here.

export type Job =
  | { kind: 'open'; envelope: string | Uint8Array }
  | { kind: 'verify'; content: Uint8Array; signature: Uint8Array; key: KeyObject }
  | { kind: 'sign'; content: Uint8Array; by: string };

export type Order = { keys: readonly HeldKey[] } | { id: number; job: Job };

export type Answer = { id: number } & ({ value: unknown } | { error: string });

let keys: readonly HeldKey[] = [];

function perform(job: Job): unknown {
  switch (job.kind) {
    case 'open': {
      const unsealing = unseal(job.envelope, keys);
      // A copy of its own: what is decrypted may stand in a buffer shared with other things.
      return unsealing.state === 'opened' ? { ...unsealing, content: new Uint8Array(unsealing.content) } : unsealing;
    }
    case 'verify':
      return verifySha256(job.content, job.signature, job.key);
    case 'sign':
      return new Uint8Array(signWith(keys, job.by, job.content));
  }
}

parentPort?.on('message', (order: Order) => {
  if ('keys' in order) {
    keys = order.keys;
    return;
  }
  const { id, job } = order;
  try {
    parentPort?.postMessage({ id, value: perform(job) } satisfies Answer);
  } catch (error) {
    parentPort?.postMessage({ id, error: (error as Error).message } satisfies Answer);
  }
});
