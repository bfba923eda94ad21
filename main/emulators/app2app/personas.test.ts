import { createVerify, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { afterEach, expect, it } from 'vitest';
import { startApp2App } from '../app2app.ts';
import type { Account } from '../emulator.ts';
import { subscribedClient } from './plain-client.fixture.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function demo() {
  const emulator = await startApp2App({ port: 0 });
  cleanUp.push(() => emulator.stop());
  const [alice, bob] = emulator.accounts as [Account, Account];
  const a = await subscribedClient(emulator, alice, { generation: 2 });
  const b = await subscribedClient(emulator, bob, { generation: 2 });
  cleanUp.push(a.close, b.close);
  return { emulator, alice, bob, a, b };
}

/** What a holder of Bob's keys makes of an envelope: two facts apart. */
function judge(pem: unknown, { keys }: Account): string {
  const own = keys.find(({ kind }) => kind === 'identity');
  const envelope = forge.pkcs7.messageFromPem(String(pem)) as forge.pkcs7.PkcsEnvelopedData;
  const recipient = envelope.findRecipient(forge.pki.certificateFromPem(own?.certificate ?? ''));
  if (!recipient) return 'locked';
  try {
    envelope.decrypt(recipient, forge.pki.privateKeyFromPem(own?.privateKey ?? ''));
  } catch {
    return 'broken';
  }
  const { headers, content } = JSON.parse(String(envelope.content));
  const certificate = keys.find(({ address }) => address === headers.from)?.certificate ?? '';
  const key = new X509Certificate(certificate).publicKey;
  const holds = createVerify('RSA-SHA256').update(content).verify(key, Buffer.from(headers.signature.data));
  return holds ? 'verified' : 'wrong';
}

it('shows Bob one message of each kind before the talk goes on', async () => {
  const { emulator, bob, a, b } = await demo();
  emulator.talk();
  await b.next('data', 4);
  expect(b.of('data').map(([pem]) => judge(pem, bob))).toEqual(['verified', 'wrong', 'broken', 'locked']);
  expect(await a.next('data')).toMatchObject([
    { content: expect.stringContaining('Carol') },
    expect.any(String),
    expect.any(Number),
  ]);
});

it('waits for accounts that come later', async () => {
  const { emulator, bob, b } = await demo();
  b.close();
  emulator.talk();
  await new Promise((resolve) => setTimeout(resolve, 700));
  const later = await subscribedClient(emulator, bob, { generation: 2 });
  cleanUp.push(later.close);
  expect(judge((await later.next('data'))[0], bob)).toBe('verified');
});

it('answers what Carol is sent, with a twist', async () => {
  const { alice, a } = await demo();
  const carol = alice.keys.find(({ address }) => address.endsWith('/carol'))?.address;
  const ask = (content: string | Buffer) => a.ask('produce', { headers: { from: a.uri, to: carol }, content });
  await ask('Is it raining?');
  const [first] = await a.next('data');
  expect(first).toMatchObject({ headers: { from: carol }, content: expect.stringContaining('Is it raining?') });
  await ask('{"order":12}');
  const [second] = (await a.next('data', 2)) as [{ content: string }];
  expect(JSON.parse(second.content)).toMatchObject({ order: 12, answeredBy: 'carol' });
  await ask(Buffer.from([1, 2, 3]));
  const [third] = await a.next('data', 3);
  expect(third).toMatchObject({ content: expect.stringContaining('3 bytes') });
});
