import { createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import forge from 'node-forge';
import { anEnvelope, anIdentity } from '../../main/crypto/fixtures/identity.ts';
import { createOpener, type Opener, threadsHere } from '../../main/crypto/opener.ts';
import { decryptBare } from './bare-rsa.ts';
import { type Figure, figure, median } from './figures.ts';

/** Many short ones: what else the machine does changes from second to second. */
const rounds = 15;
const count = 2_000;
const forgeCount = 20;
/** Envelopes that are asked for at the same time, as when a key opens the past. */
const atOnce = 64;

const bob = anIdentity('bob');
const content = JSON.stringify({ headers: { from: 'alice', to: 'bob' }, content: 'x'.repeat(500) });
const envelopes = Array.from({ length: 200 }, () => anEnvelope(content, bob));
const threads = threadsHere();
const opener = createOpener(join(import.meta.dirname, '../../main/crypto/worker.ts'), threads);

/** How fast envelopes are opened, against the bare RSA operation and node-forge in the same run. */
export async function measureEnvelopes(): Promise<Figure[]> {
  opener.hold([bob.held]);
  await openAll(opener, 500);
  const results: Awaited<ReturnType<typeof measure>>[] = [];
  for (let round = 1; round <= rounds; round++) results.push(await measure());
  await opener.close();
  const what = (text: string) => `envelopes of ${content.length} bytes, ${threads} threads: ${text}`;
  return [
    figure(what('opened ÷ bare RSA'), median(results.map((r) => r.opened / r.bare)), 'ratio', { least: 0.8 }),
    figure(what('opened ÷ node-forge'), median(results.map((r) => r.opened / r.byForge)), 'times', { least: 30 }),
    figure(what('delay of the main loop, 99 %'), median(results.map((r) => r.delay)), 'ms', { most: 10 }),
  ];
}

/** Per second; `delay` in milliseconds. */
async function measure(): Promise<{ bare: number; opened: number; byForge: number; delay: number }> {
  const sealed = publicEncrypt(createPublicKey(bob.certificate), randomBytes(32));
  const bare = count / (await decryptBare(threads, { key: bob.held.key, sealed, count }));
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  const opened = count / (await openAll(opener, count));
  histogram.disable();
  const byForge = forgeCount / openByForge(forgeCount);
  return { bare: bare * 1000, opened: opened * 1000, byForge: byForge * 1000, delay: histogram.percentile(99) / 1e6 };
}

/** Milliseconds. */
async function openAll(opener: Opener, count: number): Promise<number> {
  let next = 0;
  const lane = async () => {
    for (let i = next++; i < count; i = next++) {
      const { state } = await opener.open(envelopes[i % envelopes.length] ?? '');
      if (state !== 'opened') throw new Error(`An envelope is ${state}`);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, lane));
  return performance.now() - began;
}

/** Milliseconds. */
function openByForge(count: number): number {
  const key = forge.pki.privateKeyFromPem(bob.privateKey);
  const certificate = forge.pki.certificateFromPem(bob.certificate);
  const began = performance.now();
  for (let i = 0; i < count; i++) {
    // Its types know only of signed messages.
    const message = forge.pkcs7.messageFromPem(envelopes[i] ?? '') as unknown as ForgeEnvelope;
    const recipient = message.findRecipient(certificate);
    message.decrypt(recipient, key);
    if (message.content.toString() !== content) throw new Error('node-forge opened something else');
  }
  return performance.now() - began;
}

interface ForgeEnvelope {
  content: { toString(): string };
  findRecipient(certificate: forge.pki.Certificate): unknown;
  decrypt(recipient: unknown, key: forge.pki.rsa.PrivateKey): void;
}
