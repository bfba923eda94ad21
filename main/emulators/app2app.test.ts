import { createPublicKey, createSign, createVerify, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { afterEach, describe, expect, it } from 'vitest';
import { type PlainClient, type PlainOptions, plainClient, subscribedClient } from './app2app/plain-client.fixture.ts';
import { startApp2App } from './app2app.ts';
import type { Account, Emulator } from './emulator.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function start(options: Record<string, unknown>) {
  const emulator = await startApp2App({ port: 0, ...options });
  cleanUp.push(() => emulator.stop());
  const [alice, bob] = emulator.accounts as [Account, Account];
  return { emulator, alice, bob };
}

async function join(emulator: Emulator, account: Account, options: PlainOptions): Promise<PlainClient> {
  const client = await subscribedClient(emulator, account, options);
  cleanUp.push(() => client.close());
  return client;
}

function identityOf({ keys }: Account): { privateKey: string; certificate: string } {
  const key = keys.find(({ kind }) => kind === 'identity');
  return { privateKey: key?.privateKey ?? '', certificate: key?.certificate ?? '' };
}

function certificateOf({ keys }: Account, uri: string): string {
  return keys.find(({ address }) => address === uri)?.certificate ?? '';
}

function open(pem: unknown, account: Account) {
  const envelope = forge.pkcs7.messageFromPem(String(pem)) as forge.pkcs7.PkcsEnvelopedData;
  const { privateKey } = identityOf(account);
  const [recipient] = envelope.recipients;
  if (!recipient) throw new Error('The envelope has no recipient');
  envelope.decrypt(recipient, forge.pki.privateKeyFromPem(privateKey));
  return JSON.parse(String(envelope.content));
}

function verified(content: string | Buffer, signature: { data: number[] }, certificate: string): boolean {
  const key = createPublicKey(new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'pem' }));
  return createVerify('RSA-SHA256').update(content).verify(key, Buffer.from(signature.data));
}

function sign(content: string | Buffer, { privateKey }: { privateKey: string }): Buffer {
  return createSign('RSA-SHA256').update(content).sign(privateKey);
}

const generations = [2, 4] as const;

describe.each(generations)('the App2App emulator on Socket.IO %i', (generation) => {
  it('acknowledges, reports and delivers what a managed sender produces', async () => {
    const { emulator, alice, bob } = await start({ generation });
    const a = await join(emulator, alice, { generation });
    const b = await join(emulator, bob, { generation });
    const sent = { headers: { from: a.uri, to: b.uri }, content: 'Grüße 🚚' };
    expect(await a.ask('produce', sent, 'key-1')).toEqual([null, 'Message sent.']);

    const [report] = (await a.next('delivery-report')) as [{ key: Buffer; timestamp: number }];
    expect(Buffer.isBuffer(report.key)).toBe(true);
    expect(report.key.toString()).toBe('key-1');
    const [pem, key, timestamp] = await b.next('data');
    expect([key, timestamp]).toEqual(['key-1', report.timestamp]);
    const { headers, content } = open(pem, bob);
    expect({ content, from: headers.from, to: headers.to }).toEqual({ content: 'Grüße 🚚', from: a.uri, to: b.uri });
    expect(verified(content, headers.signature, certificateOf(bob, a.uri))).toBe(true);
  });

  it('speaks the flat dialect: serialised text under the name `message`, reports as text', async () => {
    const { emulator, alice, bob } = await start({ generation, dialect: 'flat' });
    const a = await join(emulator, alice, { generation });
    const b = await join(emulator, bob, { generation });
    const signature = sign('Hello', identityOf(bob));
    expect(await b.ask('produce', { from: b.uri, to: a.uri, content: 'Hello', signature }, 'k')).toEqual([
      null,
      'Message sent.',
    ]);
    const [text] = await a.next('message');
    expect(JSON.parse(String(text))).toMatchObject({ from: b.uri, to: a.uri, content: 'Hello' });
    const [report] = await b.next('delivery-report');
    expect(JSON.parse(String(report))).toMatchObject({ key: 'k' });
    expect(await a.ask('produce', { from: a.uri, to: b.uri, content: 'Back' })).toEqual([null, 'Message sent.']);
    expect(open((await b.next('message'))[0], bob)).toMatchObject({ from: a.uri, content: 'Back' });
  });

  it('carries binary content and signature, delivered as Node serialises bytes', async () => {
    const { emulator, alice, bob } = await start({ generation });
    const a = await join(emulator, alice, { generation });
    const b = await join(emulator, bob, { generation });
    const content = Buffer.from([0, 1, 2, 254, 255]);
    const signature = sign(content, identityOf(bob));
    await b.ask('produce', { headers: { from: b.uri, to: a.uri, signature }, content });
    const [message, key] = (await a.next('data')) as [
      { headers: { signature: { data: number[] } }; content: unknown },
      null,
    ];
    expect(message.content).toEqual({ type: 'Buffer', data: [0, 1, 2, 254, 255] });
    expect(verified(content, message.headers.signature, certificateOf(alice, b.uri))).toBe(true);
    expect(key).toBeNull();
  });

  it('says what is wrong with a subscription or a message', async () => {
    const { emulator, alice, bob } = await start({ generation });
    const a = await join(emulator, alice, { generation });
    const b = await join(emulator, bob, { generation });
    const from = (headers: object, content: unknown = 'x') => ({ headers, content });
    const wrong = sign('something else', identityOf(bob));
    const answers = await Promise.all([
      a.ask('subscribe', [b.uri]),
      a.ask('subscribe', [{ toString: 1 }]),
      a.ask('subscribe', 'no array'),
      a.ask('produce', from({ from: a.uri, to: `${a.uri}-unknown` })),
      a.ask('produce', from({ from: b.uri, to: a.uri })),
      b.ask('produce', from({ from: b.uri, to: a.uri })),
      b.ask('produce', from({ from: b.uri, to: a.uri, signature: wrong })),
      a.ask('produce', from({ from: a.uri, to: b.uri }, { an: 'object' })),
      a.ask('produce', 'no message'),
      a.ask('produce', from({ from: a.uri, to: b.uri }), 7),
    ]);
    expect(answers.map(([error]) => String(error).split(/[: ]/).slice(0, 2).join(' '))).toEqual([
      'Invalid destination',
      'Invalid destination',
      'Invalid subscription',
      'Unknown recipient',
      'Sender kld',
      'Missing signature',
      'Invalid signature',
      'Invalid message',
      'Invalid message',
      'Invalid key',
    ]);
    expect(answers.every((answer) => answer.length === 1)).toBe(true);
  });

  it('accepts a signature written as base64 or hex', async () => {
    const { emulator, alice, bob } = await start({ generation });
    const a = await join(emulator, alice, { generation });
    const b = await join(emulator, bob, { generation });
    for (const encoding of ['base64', 'hex'] as const) {
      const signature = sign('x', identityOf(bob)).toString(encoding);
      const answer = await b.ask('produce', { headers: { from: b.uri, to: a.uri, signature }, content: 'x' });
      expect(answer).toEqual([null, 'Message sent.']);
    }
  });

  it('holds back beyond the window, and delivers again what was not committed', async () => {
    const { emulator, alice, bob } = await start({ generation });
    const b = await join(emulator, bob, { generation });
    const manual = { generation, query: 'auto_commit=false&read_ahead=2' } as const;
    const first = await join(emulator, alice, manual);
    for (let n = 1; n <= 5; n++) {
      const signature = sign(`${n}`, identityOf(bob));
      await b.ask('produce', { headers: { from: b.uri, to: first.uri, signature }, content: `${n}` }, `k${n}`);
    }
    await first.next('data', 2);
    first.tell('commit');
    await first.next('data', 3);
    await first.ask('subscribe', [first.uri]);
    expect(first.of('data').map(([, key]) => key)).toEqual(['k1', 'k2', 'k3']);
    first.close();

    const second = await join(emulator, alice, { generation });
    await second.next('data', 4);
    expect(second.of('data').map(([, key]) => key)).toEqual(['k2', 'k3', 'k4', 'k5']);
    expect(second.of('data')[0]?.[2]).toBe(first.of('data')[1]?.[2]);
  });

  it('stalls after a surplus commit, and says so as an exception', async () => {
    const { emulator, alice, bob } = await start({ generation });
    const a = await join(emulator, alice, { generation, query: 'auto_commit=false&read_ahead=5' });
    const b = await join(emulator, bob, { generation });
    a.tell('commit');
    expect((await a.next('exception'))[0]).toMatch(/commit/i);
    const signature = sign('x', identityOf(bob));
    await b.ask('produce', { headers: { from: b.uri, to: a.uri, signature }, content: 'x' });
    await a.ask('subscribe', [a.uri]);
    expect(a.of('data')).toEqual([]);
  });

  it('gathers the messages of a managed sender into batches', async () => {
    const { emulator, alice, bob } = await start({ generation });
    const a = await join(emulator, alice, { generation, query: 'batch_size=3&batch_timeout=60000' });
    const b = await join(emulator, bob, { generation });
    const message = { headers: { from: a.uri, to: b.uri }, content: 'x' };
    await a.ask('produce', message, 'k1');
    await a.ask('produce', message, 'k2');
    expect([a.of('delivery-report'), b.of('data')]).toEqual([[], []]);
    await a.ask('produce', message, 'k3');
    await b.next('data', 3);
    expect(b.of('data').map(([, key]) => key)).toEqual(['k1', 'k2', 'k3']);
  });

  it.each(['polling', 'websocket'])('closes a %s line that sends more than 1,000,000 bytes', async (transport) => {
    const { emulator, alice } = await start({ generation });
    const a = await join(emulator, alice, { generation, transports: [transport] });
    a.tell('produce', { headers: { from: a.uri, to: a.uri }, content: 'x'.repeat(1_000_001) });
    expect((await a.next('disconnect'))[0]).toMatch(/transport/);
    const again = await join(emulator, alice, { generation });
    const message = { headers: { from: a.uri, to: a.uri }, content: 'x'.repeat(900_000) };
    expect(await again.ask('produce', message)).toEqual([null, 'Message sent.']);
  });

  it('writes an exception when a message cannot be delivered after all', async () => {
    const { emulator, alice } = await start({ generation });
    const a = await join(emulator, alice, { generation });
    const { managementUrl, runtimeId, apiKey } = alice.settings;
    const created = await fetch(`${managementUrl}/app2app/${runtimeId}/destinations/vault`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${apiKey}` },
      body: '{"kaleido_managed":false}',
    });
    const { uri } = (await created.json()) as { uri: string };
    expect(await a.ask('produce', { headers: { from: a.uri, to: uri }, content: 'x' })).toEqual([
      null,
      'Message sent.',
    ]);
    expect((await a.next('exception'))[0]).toMatch(/no certificate is registered/);
  });
});

it('writes reports as asked, whatever the dialect', async () => {
  const { emulator, alice } = await start({ generation: 4, reports: 'text' });
  const a = await join(emulator, alice, { generation: 4 });
  await a.ask('produce', { headers: { from: a.uri, to: a.uri }, content: 'x' }, 'k');
  expect(JSON.parse(String((await a.next('delivery-report'))[0]))).toMatchObject({ key: 'k' });
});

it('leaves nothing listening when it stops', async () => {
  const { emulator, alice } = await start({ generation: 4 });
  const a = await join(emulator, alice, { generation: 4 });
  await emulator.stop();
  expect((await a.next('disconnect'))[0]).toBeTypeOf('string');
  const late = plainClient(emulator, alice, { generation: 4 });
  cleanUp.push(() => late.close());
  expect(await late.next('connect_error')).toHaveLength(1);
});
