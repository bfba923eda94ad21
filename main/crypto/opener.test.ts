import { constants, createPublicKey, publicEncrypt } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { anEnvelope, anIdentity } from './fixtures/identity.ts';
import { path, write } from './fixtures/openssl.ts';
import { workerScript } from './fixtures/worker-script.ts';
import { createOpener, type Opener, threadsHere } from './opener.ts';

const script = workerScript;
const bob = anIdentity('bob');
const publicKey = createPublicKey(bob.certificate);
const envelope = anEnvelope('hello', bob);

const openers: Opener[] = [];
function anOpener(file = script, threads = 1): Opener {
  const opener = createOpener(file, threads);
  openers.push(opener);
  return opener;
}
afterEach(() => Promise.all(openers.map((opener) => opener.close())));

/** The real worker, but one that dies in the middle of the job `die`, or as soon as it starts. */
const dying = write(
  'dying.mjs',
  `import { parentPort, workerData } from 'node:worker_threads';
   const on = parentPort.on.bind(parentPort);
   parentPort.on = (name, listener) => on(name, (order) => {
     if (order.job?.envelope !== 'die') return listener(order);
     Atomics.store(workerData, 0, order.id);
     process.exit(1);
   });
   import(${JSON.stringify(pathToFileURL(script).href)});`,
);
/** The real worker, but one that leaves a file for each of its threads. */
const telling = write(
  'telling.mjs',
  `import { mkdirSync, writeFileSync } from 'node:fs';
   import { threadId } from 'node:worker_threads';
   mkdirSync(${JSON.stringify(path('threads'))}, { recursive: true });
   writeFileSync(${JSON.stringify(path('threads/'))} + threadId, '');
   import(${JSON.stringify(pathToFileURL(script).href)});`,
);
const stillborn = write('stillborn.mjs', 'throw new Error("no");');

describe('the opener', () => {
  it('opens, signs and verifies with the keys it holds', async () => {
    const opener = anOpener();
    expect((await opener.open(envelope)).state).toBe('locked');
    opener.hold([bob.held]);
    const unsealing = await opener.open(envelope);
    expect(unsealing).toMatchObject({ state: 'opened', by: 'bob', content: new Uint8Array(Buffer.from('hello')) });
    const content = Buffer.from('content');
    const signature = await opener.sign(content, 'bob');
    expect(await opener.verify(content, signature, publicKey)).toBe(true);
    expect(await opener.verify(Buffer.from('other'), signature, publicKey)).toBe(false);
    opener.hold([]);
    expect((await opener.open(envelope)).state).toBe('locked');
    await expect(opener.sign(content, 'bob')).rejects.toThrow('no RSA key');
  });

  it('decrypts with a key that it does not hold', async () => {
    const opener = anOpener();
    const text = Buffer.from('hello');
    const sealed = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, text);
    expect(await opener.decrypt(sealed, bob.held.key, 'pkcs1')).toEqual(new Uint8Array(text));
    expect(await opener.decrypt(sealed, bob.held.key, 'oaep-sha256')).toBeUndefined();
  });

  it('gives of a buffer only the bytes it was shown', async () => {
    const opener = anOpener();
    opener.hold([bob.held]);
    const bytes = Buffer.from(`${envelope}${envelope}`).subarray(envelope.length);
    expect((await opener.open(bytes)).state).toBe('opened');
    const { content } = (await opener.open(bytes)) as { content: Uint8Array };
    expect(content.buffer.byteLength).toBe(5);
  });

  it('does many jobs, and answers each its own', async () => {
    const opener = anOpener();
    opener.hold([bob.held]);
    const signatures = await Promise.all(
      Array.from({ length: 200 }, (_, n) => opener.sign(Buffer.from(`${n}`), 'bob')),
    );
    const checks = signatures.map((signature, n) => opener.verify(Buffer.from(`${n}`), signature, publicKey));
    expect(new Set(await Promise.all(checks))).toEqual(new Set([true]));
  });

  it('gives up the job that the thread died over, and does all the others', async () => {
    const opener = anOpener(path(dying));
    opener.hold([bob.held]);
    const outcomes = await Promise.allSettled(
      [envelope, envelope, 'die', envelope, 'die', envelope].map((text) => opener.open(text)),
    );
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect((await opener.open(envelope)).state).toBe('opened');
  });

  it('spreads jobs over its threads, all of which have the keys', async () => {
    const opener = anOpener(path(telling), 3);
    opener.hold([bob.held]);
    const text = Buffer.from('x');
    const jobs = Array.from({ length: 30 }, () => opener.sign(text, 'bob'));
    const signatures = await Promise.all(jobs);
    for (const signature of signatures) expect(await opener.verify(text, signature, publicKey)).toBe(true);
    expect(readdirSync(path('threads'))).toHaveLength(3);
  });

  it('loses with a thread only the job it died over, while the other threads go on', async () => {
    const opener = anOpener(path(dying), 3);
    opener.hold([bob.held]);
    const texts = Array.from({ length: 300 }, (_, i) => (i % 100 === 50 ? 'die' : envelope));
    const outcomes = await Promise.allSettled(texts.map((text) => opener.open(text)));
    expect(outcomes.map(({ status }) => status)).toEqual(
      texts.map((text) => (text === 'die' ? 'rejected' : 'fulfilled')),
    );
  });

  it('uses the machine, but leaves a core to the main loop', () => {
    expect([1, 2, 3, 5, 64].map(threadsHere)).toEqual([1, 1, 2, 4, 4]);
  });

  it('closes while many jobs wait, and rejects every one of them', async () => {
    const opener = anOpener(script, 2);
    const outcomes = Promise.allSettled(Array.from({ length: 500 }, () => opener.open(envelope)));
    await opener.close();
    expect(new Set((await outcomes).map(({ status }) => status))).toEqual(new Set(['rejected']));
  });

  it.each([path(stillborn), path('absent.mjs')])('ends when its thread cannot start: %#', async (file) => {
    const opener = anOpener(file);
    const outcomes = await Promise.allSettled([opener.open(envelope), opener.open(envelope)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('closes twice, with and without a thread, and rejects what is left', async () => {
    const idle = anOpener();
    await idle.close();
    const opener = anOpener();
    const left = opener.open(envelope);
    const outcome = expect(left).rejects.toThrow('closed');
    await Promise.all([opener.close(), opener.close()]);
    await outcome;
    await expect(opener.open(envelope)).rejects.toThrow('closed');
  });
});
