import { afterEach, describe, expect, it } from 'vitest';
import { type PlainClient, plainClient, rc4, sha256 } from './appwebsocket/plain-client.fixture.ts';
import { startAppwebsocket } from './appwebsocket.ts';
import type { Account, Emulator } from './emulator.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function start(options: Record<string, unknown> = {}) {
  const emulator = await startAppwebsocket({ port: 0, ...options });
  cleanUp.push(() => emulator.stop());
  const [pbx, echo] = emulator.accounts as [Account, Account];
  return { emulator, pbx, echo };
}

async function dial(url: unknown, options: object = {}): Promise<PlainClient> {
  const client = await plainClient(String(url), options);
  cleanUp.push(client.close);
  return client;
}

const fieldsOf = ({ settings: { app, sip, domain } }: Account) => ({ app, sip, domain });

/** Logged in at the PBX. */
async function atPbx(emulator: Emulator, account: Account) {
  const client = await dial(emulator.url);
  const { result, key } = await client.login(fieldsOf(account), String(account.settings.password));
  expect(result).toEqual({ mt: 'AppLoginResult', ok: true, domain: 'example.com' });
  return { client, key };
}

/** Logged in at the echo app, by the PBX. */
async function atEcho(options: Record<string, unknown> = {}) {
  const { emulator, pbx, echo } = await start(options);
  const { client: asker, key } = await atPbx(emulator, pbx);
  const client = await dial(echo.settings.url);
  client.send({ mt: 'AppChallenge' });
  const { challenge } = await client.next('AppChallengeResult');
  asker.send({ mt: 'GetServiceLogin', api: 'Services', src: 'x', app: echo.settings.service, challenge });
  const { salt, key: sealed, mt, api, src, ...login } = await asker.next('GetServiceLoginResult');
  expect({ api, src }).toEqual({ api: 'Services', src: 'x' });
  client.send({ ...login, mt: 'AppLogin' });
  expect(await client.next('AppLoginResult')).toMatchObject({ ok: true });
  const serviceKey = rc4(`${salt}:${key}`, Buffer.from(String(sealed), 'hex')).toString();
  return { emulator, client, key: serviceKey };
}

describe('the login', () => {
  it('accepts the digest, with info and without, and challenges with digits once', async () => {
    const { emulator, pbx } = await start();
    for (const info of [{}, { info: {} }, { info: { cn: 'Müller / 1' } }]) {
      const client = await dial(emulator.url);
      const { result } = await client.login({ ...fieldsOf(pbx), ...info }, String(pbx.settings.password));
      expect(result).toMatchObject({ ok: true });
      expect((await client.next('AppChallengeResult')).challenge).toMatch(/^[0-9]{1,16}$/);
    }
  });

  it('refuses without ok and closes: a wrong password, an unknown app, info that the digest does not know', async () => {
    const { emulator, pbx } = await start();
    const right = String(pbx.settings.password);
    const attempts: Parameters<PlainClient['login']>[] = [
      [fieldsOf(pbx), 'wrong'],
      [{ ...fieldsOf(pbx), app: 'nobody' }, right],
      [fieldsOf(pbx), right, (login) => ({ ...login, info: {} })],
      [{ ...fieldsOf(pbx), info: {} }, right, ({ info, ...login }) => login],
      [fieldsOf(pbx), right, (login) => ({ ...login, domain: 'elsewhere' })],
    ];
    for (const attempt of attempts) {
      const client = await dial(emulator.url);
      const { result } = await client.login(...attempt);
      expect(result).not.toHaveProperty('ok');
      expect((await client.closed()).code).toBe(1000);
    }
  });

  it('takes a challenge once, and answers nothing else before the login', async () => {
    const { emulator, pbx } = await start();
    const client = await dial(emulator.url);
    client.send({ mt: 'SubscribeServices', api: 'Services' });
    client.send({ mt: 'CheckBuild', url: 'x', src: 1 });
    expect(await client.next('CheckBuildResult')).toEqual({ mt: 'CheckBuildResult', src: 1, url: 'x' });
    await client.login(fieldsOf(pbx), String(pbx.settings.password));
    expect(client.received.map(({ mt }) => mt)).toEqual(['CheckBuildResult', 'AppChallengeResult', 'AppLoginResult']);
  });

  it('sends the challenge as a number on request', async () => {
    const { emulator, pbx } = await start({ challenge: 'number' });
    const client = await dial(emulator.url);
    const { result } = await client.login(fieldsOf(pbx), String(pbx.settings.password));
    expect((await client.next('AppChallengeResult')).challenge).toBeTypeOf('number');
    expect(result).toMatchObject({ ok: true });
  });

  it('works over TLS that nobody vouches for', async () => {
    const { emulator, pbx } = await start({ tls: 'self-signed' });
    await expect(plainClient(emulator.url)).rejects.toThrow(/self-signed/);
    const client = await dial(emulator.url, { rejectUnauthorized: false });
    const { result } = await client.login(fieldsOf(pbx), String(pbx.settings.password));
    expect(result).toMatchObject({ ok: true });
    expect(pbx.settings.pinnedCertificate).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });
});

describe('the PBX', () => {
  it('lists services in both shapes, with an HTTP and a conn: URL, and tells of changes', async () => {
    const { emulator, pbx } = await start();
    const { client } = await atPbx(emulator, pbx);
    client.send({ mt: 'SubscribeServices', api: 'Services', src: 's' });
    expect(await client.next('SubscribeServicesResult')).toEqual({
      mt: 'SubscribeServicesResult',
      api: 'Services',
      src: 's',
    });
    const info = await client.next('ServicesInfo');
    expect(info).toMatchObject({ api: 'Services', src: 's' });
    const services = info.services as { url: string; info: object }[];
    expect(services.map(({ url }) => new URL(url).protocol)).toEqual(['http:', 'ws:', 'conn:']);
    expect(services.map(({ info }) => 'apis' in info)).toEqual([true, false, true]);
  });

  it('says why there is no login', async () => {
    const { emulator, pbx } = await start();
    const { client } = await atPbx(emulator, pbx);
    const ask = { mt: 'GetServiceLogin', api: 'Services' };
    client.send({ ...ask, app: 'nobody@example.com', challenge: '1' });
    client.send({ ...ask, app: 'contacts@example.com', challenge: '1' });
    client.send({ ...ask, app: 'echo@example.com' });
    await client.next('GetServiceLoginResult', 3);
    const results = client.received.filter(({ mt }) => mt === 'GetServiceLoginResult');
    expect(results.map(({ error, key }) => [error, key])).toEqual([1, 2, 3].map((error) => [error, undefined]));
  });

  it('tells presence by sip and by number, sets it, and stops', async () => {
    const { emulator, pbx } = await start();
    const { client } = await atPbx(emulator, pbx);
    const api = { api: 'PbxApi' };
    client.send({ ...api, mt: 'SubscribePresence', sip: 'erika', src: 'a' });
    client.send({ ...api, mt: 'SubscribePresence', num: '22', src: 'b' });
    client.send({ ...api, mt: 'SubscribePresence', sip: 'nobody', src: 'c' });
    expect(await client.next('SubscribePresenceResult', 3)).toMatchObject({ src: 'c', error: 1 });
    expect(await client.next('PresenceState', 2)).toMatchObject({ src: 'b', up: true, dn: 'Jonas Weiß', num: '22' });
    client.send({ ...api, mt: 'SetPresence', sip: 'erika', contact: 'im:', activity: 'busy', note: 'ü' });
    const update = await client.next('PresenceUpdate', 3);
    expect(update).toMatchObject({ src: 'a' });
    expect(update.presence).toContainEqual({ contact: 'im:', status: 'open', activity: 'busy', note: 'ü' });
    client.send({ ...api, mt: 'UnsubscribePresence', sip: 'erika' });
    client.send({ ...api, mt: 'SetPresence', sip: 'erika', contact: 'im:', activity: '' });
    await client.next('SetPresenceResult', 2);
    expect(client.received.filter(({ mt }) => mt === 'PresenceUpdate')).toHaveLength(3);
  });

  it('is silent to KeepAlive and to what it does not know', async () => {
    const { emulator, pbx } = await start();
    const { client } = await atPbx(emulator, pbx);
    client.send({ mt: 'KeepAlive' });
    client.send({ mt: 'Whatever', src: 1 });
    client.send({ mt: 'AppInfo', app: 'x', src: 2 });
    await client.next('AppInfoResult');
    expect(client.received.slice(2)).toHaveLength(1);
  });
});

describe('the echo app, let in by the PBX', () => {
  it('opens what is sealed, and seals what it answers', async () => {
    const { client, key } = await atEcho();
    const seal = (seed: string, words: string) => rc4(`${seed}:${key}`, Buffer.from(words)).toString('hex');
    const hash = sha256(`s1:${key}:Grüße €😀`);
    client.send({ mt: 'Echo', api: 'Chat', src: 1, encrypted: seal('s1', 'Grüße €😀'), seed: 's1', hash });
    const { encrypted, seed, src } = await client.next('EchoResult');
    expect(src).toBe(1);
    expect(seed).not.toBe('s1');
    expect(rc4(`${seed}:${key}`, Buffer.from(String(encrypted), 'hex')).toString()).toBe('Grüße €😀');
    client.send({ mt: 'Echo', api: 'Chat', encrypted: seal('s2', 'x'), seed: 's2', hash });
    expect(await client.next('EchoResult', 2)).toMatchObject({ error: 'decrypt' });
    client.send({ mt: 'Nonsense', api: 'Chat' });
    expect(await client.next('NonsenseResult')).toMatchObject({ error: 'unknown' });
  });

  it('seals with another key on request', async () => {
    const { client, key } = await atEcho({ ciphertext: 'garbage' });
    const sent = rc4(`s:${key}`, Buffer.from('a long enough text')).toString('hex');
    client.send({ mt: 'Echo', api: 'Chat', encrypted: sent, seed: 's' });
    const { encrypted, seed } = await client.next('EchoResult');
    expect(rc4(`${seed}:${key}`, Buffer.from(String(encrypted), 'hex')).toString()).not.toContain('text');
  });

  it('has a room, and its history in pages', async () => {
    const { client } = await atEcho();
    client.send({ mt: 'Join', api: 'Chat', src: 'room' });
    await client.next('JoinResult');
    for (let n = 1; n <= 4; n++) client.send({ mt: 'Say', api: 'Chat', text: `line ${n}` });
    expect(await client.next('Said', 4)).toEqual({
      mt: 'Said',
      api: 'Chat',
      src: 'room',
      from: 'patchbay',
      text: 'line 4',
    });
    client.send({ mt: 'ReadHistory', api: 'Chat' });
    const first = await client.next('ReadHistoryResult');
    client.send({ mt: 'ReadHistory', api: 'Chat', more: first.more });
    const second = await client.next('ReadHistoryResult', 2);
    expect(second).toEqual({
      mt: 'ReadHistoryResult',
      api: 'Chat',
      messages: [{ from: 'patchbay', text: 'line 4' }],
    });
  });
});

it('talks: presence changes, people chat, a service appears', async () => {
  const { emulator, client } = await atEcho();
  client.send({ mt: 'Join', api: 'Chat' });
  await client.next('JoinResult');
  emulator.talk();
  expect(await client.next('Said', 2)).toMatchObject({ from: 'jonas', seed: expect.any(String) });
});

describe('frames', () => {
  it('are at most as large as asked for, and cut letters in two', async () => {
    const { client } = await atEcho({ fragment: 125 });
    const words = `x${'ß'.repeat(5000)}`;
    client.send({ mt: 'Echo', api: 'Chat', text: words });
    expect((await client.next('EchoResult')).text).toBe(words);
  });

  it('larger than 16 KiB end the line; the same in fragments is welcome', async () => {
    const { client } = await atEcho();
    const message = Buffer.from(JSON.stringify({ mt: 'Echo', api: 'Chat', text: 'x'.repeat(40_000) }));
    for (let at = 0; at < message.length; at += 16_384) {
      const fin = at + 16_384 >= message.length;
      client.socket.send(message.subarray(at, at + 16_384), { binary: false, fin });
    }
    expect(String((await client.next('EchoResult')).text)).toHaveLength(40_000);
    client.socket.send(message);
    expect((await client.closed()).code).toBe(1009);
    expect(client.received.filter(({ mt }) => mt === 'EchoResult')).toHaveLength(1);
  });
});

describe('faults', () => {
  it('drops, kicks, and revokes passwords', async () => {
    const { emulator, pbx } = await start();
    const password = String(pbx.settings.password);
    const { client: dropped } = await atPbx(emulator, pbx);
    await emulator.commit({ fault: 'drop' });
    expect((await dropped.closed()).code).toBe(1006);
    const { client: kicked } = await atPbx(emulator, pbx);
    await emulator.commit({ fault: 'kick' });
    expect(await kicked.closed()).toEqual({ code: 1000, reason: 'Closed by the administrator' });
    const { client: revoked } = await atPbx(emulator, pbx);
    await emulator.commit({ fault: 'revoke' });
    expect((await revoked.closed()).reason).toMatch(/password/);
    const late = await dial(emulator.url);
    expect((await late.login(fieldsOf(pbx), password)).result).not.toHaveProperty('ok');
  });

  it('refuses logins for a while', async () => {
    const { emulator, pbx } = await start();
    await emulator.commit({ fault: 'refuse', on: true });
    const client = await dial(emulator.url);
    expect((await client.login(fieldsOf(pbx), String(pbx.settings.password))).result).not.toHaveProperty('ok');
    await emulator.commit({ fault: 'refuse', on: false });
    await atPbx(emulator, pbx);
  });

  it('answers late, not at all, or twice', async () => {
    const { emulator, client } = await atEcho();
    const echo = (text: string) => client.send({ mt: 'Echo', api: 'Chat', text });
    await emulator.commit({ fault: 'slow', ms: 50 });
    echo('late');
    await client.next('EchoResult');
    await emulator.commit({ fault: 'slow', ms: 0 });
    await emulator.commit({ fault: 'no-acknowledgement', on: true });
    client.send({ mt: 'Join', api: 'Chat' });
    client.send({ mt: 'Say', api: 'Chat', text: 'heard, but not confirmed' });
    await client.next('Said');
    await emulator.commit({ fault: 'no-acknowledgement', on: false });
    await emulator.commit({ fault: 'duplicate' });
    await client.next('Said', 2);
    expect(client.received.some(({ mt }) => mt === 'SayResult')).toBe(false);
    echo('at last');
    expect(await client.next('EchoResult', 2)).toMatchObject({ text: 'at last' });
  });

  it('sends huge and malformed messages, and bursts', async () => {
    const { emulator, client } = await atEcho();
    await emulator.commit({ fault: 'huge', bytes: 1_000_000 });
    expect(String((await client.next('Huge')).text)).toHaveLength(1_000_000);
    await emulator.commit({ fault: 'malformed' });
    await client.next('Error');
    expect(client.texts).toContain('this is not JSON');
    await emulator.commit({ fault: 'burst', perSecond: 2000, seconds: 1 });
    await client.next('Measurement', 2000);
    const numbers = client.received.flatMap((message) => (message?.mt === 'Measurement' ? [message.number] : []));
    expect(numbers).toEqual(Array.from({ length: 2000 }, (_, index) => index + 1));
  });
});

it('leaves nothing listening when it stops', async () => {
  const { emulator, pbx } = await start();
  const { client } = await atPbx(emulator, pbx);
  await emulator.stop();
  await client.closed();
  await expect(plainClient(emulator.url)).rejects.toThrow(/ECONNREFUSED/);
});
