import { constants, type KeyObject, privateDecrypt } from 'node:crypto';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

// The bare private-key operation of node:crypto, in threads that do nothing else.

interface Work {
  key: KeyObject;
  sealed: Uint8Array;
  count: number;
}

/** Milliseconds in which so many threads do `count` operations in all; their start is not counted. */
export async function decryptBare(threads: number, work: Work): Promise<number> {
  const share = { ...work, count: Math.ceil(work.count / threads) };
  const times = await Promise.all(Array.from({ length: threads }, () => runThread(share)));
  return Math.max(...times);
}

function runThread(work: Work): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: work });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

if (!isMainThread) {
  const { key, sealed, count } = workerData as Work;
  const decrypt = () => privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, sealed);
  for (let i = 0; i < 200; i++) decrypt();
  const began = performance.now();
  for (let i = 0; i < count; i++) decrypt();
  parentPort?.postMessage(performance.now() - began);
}
