import { createHmac } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeKeys, open, openOfGroup, sealFor } from './bowl/cipher.ts';
import { call, type Generation, plainClient } from './bowl/plain-client.fixture.ts';
import { type BowlEmulator, startBowl } from './bowl.ts';

const prefix = '/v1-demo';

async function anEmulator(options: Record<string, unknown> = {}): Promise<BowlEmulator> {
  const emulator = await startBowl({ port: 0, ...options });
  onTestFinished(() => emulator.stop());
  return emulator;
}

type Person = 'ada' | 'ben';
const emailOf = (person: Person) => `${person}@example.com`;

async function tokenOf(emulator: BowlEmulator, person: Person): Promise<string> {
  const { email, password } = emulator.accounts[person === 'ada' ? 0 : 1]?.settings ?? {};
  return String((await call(emulator, 'POST', '/login', { body: { email, password } })).envelope.data);
}

async function joined(emulator: BowlEmulator, person: Person, generation: Generation = 4) {
  const token = await tokenOf(emulator, person);
  const client = plainClient(emulator.url, { prefix, headers: { token }, generation });
  await expect.poll(() => client.of('onlineChats').length).toBe(1);
  return { ...client, token };
}

/** Publishes a key of the account's own, and answers it. */
async function published(emulator: BowlEmulator, person: Person) {
  const keys = await makeKeys();
  const token = await tokenOf(emulator, person);
  await call(emulator, 'PUT', '/user/update', { token, body: { public_key: keys.publicKey } });
  return keys;
}

const text = (value: object) => JSON.stringify(value);
const parsed = (value: unknown): Record<string, string> => JSON.parse(String(value));

describe('over HTTP', () => {
  it('signs up, has the address verified, logs in', async () => {
    const emulator = await anEmulator();
    const { publicKey } = await makeKeys();
    const account = { name: 'Frida', email: 'frida@example.com', password: 'Secret-123' };
    const signUp = (more: object) =>
      call(emulator, 'POST', '/signup', { body: { ...account, public_key: publicKey, ...more } });
    const logIn = (more: object = {}) => call(emulator, 'POST', '/login', { body: { ...account, ...more } });
    for (const wrong of [
      { name: 'Fr' },
      { password: 'secret-123' },
      { email: 'frida@example.invalid' },
      { public_key: 'x' },
    ]) {
      expect(await signUp(wrong)).toMatchObject({ status: 400, envelope: { status: 'FAILURE' } });
    }
    expect((await logIn()).envelope.msg).toBe("Email doesn't match any account!");
    expect(await signUp({})).toMatchObject({ status: 200, envelope: { status: 'SUCCESS' } });
    expect((await logIn()).envelope.msg).toMatch(/^User not verified!/);
    const [mail] = emulator.mails;
    expect((await call(emulator, 'GET', mail?.path ?? '')).status).toBe(200);
    expect((await logIn({ password: 'wrong' })).envelope.msg).toBe('Invalid credentials!');
    expect((await logIn()).envelope).toMatchObject({ status: 'SUCCESS', user: { name: 'Frida', publicKey } });
  });

  it('hands out tokens of HS256 that are good for a week, and takes them bare only', async () => {
    const emulator = await anEmulator();
    const token = await tokenOf(emulator, 'ada');
    const [head, body] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    expect(JSON.parse(head ?? '')).toEqual({ alg: 'HS256', typ: 'JWT' });
    const { email, iat, exp } = JSON.parse(body ?? '');
    expect([email, exp - iat]).toEqual(['ada@example.com', 7 * 24 * 3600]);
    const update = (given: string) => call(emulator, 'PUT', '/user/update', { token: given, body: { name: 'Ada L.' } });
    expect((await update(`Bearer ${token}`)).status).toBe(400);
    expect((await update(token)).envelope.msg).toBe('User updated!');
    const forged = `${token.split('.', 2).join('.')}.${createHmac('sha256', 'x').update('x').digest('base64url')}`;
    expect((await update(forged)).status).toBe(400);
    expect((await call(emulator, 'GET', '/user/getUserDetails?email=ada%40example.com')).envelope.data).toMatchObject({
      name: 'Ada L.',
    });
  });

  it('answers other paths as a web server does', async () => {
    const emulator = await anEmulator();
    expect(await call(emulator, 'GET', '/nowhere')).toMatchObject({
      status: 404,
      text: expect.stringContaining('Cannot GET'),
    });
    expect((await fetch(`${emulator.url}/login`, { method: 'POST' })).status).toBe(404);
  });
});

describe.each([4, 2] as const)('with socket.io-client %i', (generation) => {
  it('lets in whose token stands in the header, and nobody else', async () => {
    const emulator = await anEmulator();
    await joined(emulator, 'ada', generation);
    const refused = generation === 4 ? 'connect_error' : 'error';
    const words = (value: unknown) => (value instanceof Error ? value.message : value);
    for (const options of [{}, { headers: { token: 'x.y.z' } }, { auth: { token: await tokenOf(emulator, 'ben') } }]) {
      const stranger = plainClient(emulator.url, { prefix, generation, ...options });
      await expect.poll(() => stranger.of(refused).map(words)).toEqual(['Invalid auth token!']);
    }
  });

  it('relays between those who are online, as text, whatever stands in it', async () => {
    const emulator = await anEmulator();
    const ada = await joined(emulator, 'ada', generation);
    const message = { to: emailOf('ben'), message: 'x', messageType: null, extra: { field: [1] } };
    expect(await ada.ask('contactChatMessage', text(message))).toEqual({
      status: 'ERROR',
      error: 'Contact is not online!',
    });
    const ben = await joined(emulator, 'ben', generation);
    expect(await ada.ask('contactChatMessage', text(message))).toEqual({ status: 'OK' });
    await expect.poll(() => ben.of('contactChatMessage').length).toBe(1);
    const [got] = ben.of('contactChatMessage');
    expect(got).toBeTypeOf('string');
    expect(parsed(got)).toEqual({ message: 'x', messageType: null, extra: { field: [1] }, from: emailOf('ada') });
  });

  it('wants text, and counts what would have ended the real server', async () => {
    const emulator = await anEmulator();
    const ada = await joined(emulator, 'ada', generation);
    const unread = { status: 'ERROR', error: '"[object Object]" is not valid JSON' };
    expect(await ada.ask('contactChatMessage', { to: emailOf('ben') })).toEqual(unread);
    expect(emulator.crashes).toBe(0);
    expect(await ada.ask('sendContactRequest', { email: emailOf('ben') })).toEqual(unread);
    ada.tell('contactRequestStatus', text({}));
    ada.tell('acceptContactRequest', text({ email: 'nobody@example.com' }));
    await expect.poll(() => emulator.crashes).toBe(3);
    expect(await ada.ask('declineContactRequest', text({ email: 'x' }))).toEqual({ status: 'OK' });
  });

  it('takes 900 kB, and closes the line over 1.2 MB', async () => {
    const emulator = await anEmulator();
    const [ada, ben] = [await joined(emulator, 'ada', generation), await joined(emulator, 'ben', generation)];
    const large = (bytes: number) => text({ to: emailOf('ben'), message: 'x'.repeat(bytes) });
    expect(await ada.ask('contactChatMessage', large(900_000))).toEqual({ status: 'OK' });
    await expect.poll(() => ben.of('contactChatMessage').length).toBe(1);
    ada.tell('contactChatMessage', large(1_200_000));
    await expect.poll(() => ada.of('disconnect').length).toBe(1);
  });
});

it('carries contact requests, and never acknowledges their acceptance', async () => {
  const emulator = await anEmulator();
  const ada = await joined(emulator, 'ada');
  const request = (email: string) => ada.ask('sendContactRequest', text({ email }));
  expect(await request('nobody@example.com')).toEqual({ status: 'ERROR', error: 'User not found!' });
  expect(await request(emailOf('ben'))).toEqual({ status: 'ERROR', error: 'User not available!' });
  const ben = await joined(emulator, 'ben');
  expect(await request(emailOf('ben'))).toMatchObject({
    status: 'OK',
    contactData: { name: 'Ben', email: emailOf('ben') },
  });
  await expect.poll(() => ben.of('contactRequestReceived')).toMatchObject([{ name: 'Ada', email: emailOf('ada') }]);
  let acknowledged = false;
  void ben.ask('acceptContactRequest', text({ email: emailOf('ada') })).then(() => {
    acknowledged = true;
  });
  await expect.poll(() => ada.of('online')).toEqual([{ email: emailOf('ben') }]);
  await expect.poll(() => ben.of('online')).toEqual([{ email: emailOf('ada') }]);
  await ben.ask('declineContactRequest', text({}));
  expect(acknowledged).toBe(false);
  ada.close();
  await expect.poll(() => ben.of('offline')).toEqual([{ email: emailOf('ada') }]);
});

it('makes groups over HTTP, and carries invitations and messages', async () => {
  const emulator = await anEmulator();
  const [ada, ben] = [await joined(emulator, 'ada'), await joined(emulator, 'ben')];
  const { envelope } = await call(emulator, 'POST', '/groupChat', {
    token: ada.token,
    body: { name: 'Crew', description: 'All' },
  });
  const { groupId } = envelope.data as { groupId: string };
  expect(groupId).toMatch(/^[0-9a-f]{24}$/);
  const invitation = { groupId, encryptedGroupKey: 'sealed', email: emailOf('ben') };
  expect(await ben.ask('sendGroupRequest', text(invitation))).toMatchObject({
    error: 'Only admins can send group requests!',
  });
  expect(await ben.ask('groupChatMessage', text({ groupId }))).toMatchObject({ error: 'User not in given group!' });
  expect(await ada.ask('sendGroupRequest', text(invitation))).toEqual({ status: 'OK' });
  await expect
    .poll(() => ben.of('groupRequestReceived'))
    .toEqual([{ name: 'Crew', description: 'All', groupId, encryptedGroupKey: 'sealed' }]);
  expect(await ben.ask('acceptGroupRequest', text({ groupId }))).toMatchObject({
    status: 'OK',
    members: [{ email: emailOf('ada'), isAdmin: true }],
  });
  await expect.poll(() => ada.of('newGroupMember')).toMatchObject([{ groupId, email: emailOf('ben') }]);
  await expect.poll(() => ada.of('online')).toEqual([{ email: emailOf('ben') }]);
  expect(await ben.ask('groupChatMessage', text({ groupId, message: 'x' }))).toEqual({ status: 'OK' });
  await expect
    .poll(() => ada.of('groupChatMessage').map(parsed))
    .toEqual([{ groupId, message: 'x', from: emailOf('ben') }]);
  expect(ben.of('groupChatMessage')).toEqual([]);
  const edit = (token: string) =>
    call(emulator, 'PUT', '/groupChat', { token, body: { groupId, name: 'Crew 2', description: 'x' } });
  expect([(await edit(ben.token)).status, (await edit(ada.token)).status]).toEqual([400, 200]);
});

it('names a group once for each other member', async () => {
  const emulator = await anEmulator();
  const ben = await joined(emulator, 'ben');
  const [{ contacts, groups }] = ben.of('onlineChats') as [
    { contacts: string[]; groups: { groupId: string; persons: string[] }[] },
  ];
  expect(contacts).toEqual(['carol@example.com']);
  expect(groups.length).toBe(2);
  expect(new Set(groups.map(({ groupId }) => groupId)).size).toBe(1);
  expect(groups[0]?.persons.toSorted()).toEqual(['carol@example.com', 'dora@example.com']);
});

describe('a second login', () => {
  const second = async (registration: 'lost' | 'kept') => {
    const emulator = await anEmulator({ registration });
    const ada = await joined(emulator, 'ada');
    const first = await joined(emulator, 'ben');
    const ben = await joined(emulator, 'ben');
    await expect.poll(() => first.of('disconnect')).toEqual(['io server disconnect']);
    const reach = () => ada.ask('contactChatMessage', text({ to: emailOf('ben'), message: 'x' }));
    return { emulator, ada, ben, reach };
  };

  it('is lost to others once the first one ends, until it comes again after a clean leave', async () => {
    const { emulator, ben, reach } = await second('lost');
    await expect.poll(reach).toEqual({ status: 'ERROR', error: 'Contact is not online!' });
    expect(await ben.ask('contactChatMessage', text({ to: emailOf('ada'), message: 'x' }))).toEqual({ status: 'OK' });
    ben.close();
    await joined(emulator, 'ben');
    await expect.poll(reach).toEqual({ status: 'OK' });
  });

  it('is not, where the emulator is told so', async () => {
    const { reach } = await second('kept');
    expect(await reach()).toEqual({ status: 'OK' });
  });
});

describe('faults', () => {
  it('kick and drop end the lines, each in its way', async () => {
    const emulator = await anEmulator();
    const ada = await joined(emulator, 'ada');
    await emulator.commit({ fault: 'kick' });
    await expect.poll(() => ada.of('disconnect')).toEqual(['io server disconnect']);
    const again = await joined(emulator, 'ada');
    await emulator.commit({ fault: 'drop' });
    await expect.poll(() => again.of('disconnect')[0]).toMatch(/transport/);
  });

  it('revoke makes tokens worthless; a new login helps', async () => {
    const emulator = await anEmulator();
    const ada = await joined(emulator, 'ada');
    await emulator.commit({ fault: 'revoke' });
    await expect.poll(() => ada.of('disconnect').length).toBe(1);
    const stale = plainClient(emulator.url, { prefix, headers: { token: ada.token } });
    await expect.poll(() => stale.of('connect_error').length).toBe(1);
    await joined(emulator, 'ada');
  });

  it('refuse, no-acknowledgement and slow', async () => {
    const emulator = await anEmulator();
    const ada = await joined(emulator, 'ada');
    await emulator.commit({ fault: 'refuse', on: true });
    const late = plainClient(emulator.url, { prefix, headers: { token: ada.token } });
    await expect.poll(() => late.of('connect_error').length).toBe(1);
    await emulator.commit({ fault: 'no-acknowledgement', on: true });
    const answers: unknown[] = [];
    void ada.ask('declineContactRequest', text({})).then((answer) => answers.push(answer));
    ada.tell('contactRequestStatus', text({}));
    await expect.poll(() => emulator.crashes).toBe(1);
    await emulator.commit({ fault: 'no-acknowledgement', on: false });
    await emulator.commit({ fault: 'slow', ms: 50 });
    expect(await ada.ask('declineContactRequest', text({}))).toEqual({ status: 'OK' });
    expect(answers).toEqual([]);
  });

  it('duplicate, huge, malformed and burst', async () => {
    const emulator = await anEmulator();
    const keys = await published(emulator, 'ada');
    const ada = await joined(emulator, 'ada');
    await emulator.commit({ fault: 'duplicate' });
    await expect.poll(() => ada.of('onlineChats').length).toBe(2);
    await emulator.commit({ fault: 'huge', bytes: 2_000_000 });
    await expect.poll(() => ada.of('groupChatMessage').map((one) => String(one).length > 2_000_000)).toEqual([true]);
    await emulator.commit({ fault: 'malformed' });
    await expect.poll(() => ada.of('globalChatMessage')).toEqual(['Hear, hear']);
    const before = ada.of('contactChatMessage').length;
    await emulator.commit({ fault: 'burst', perSecond: 100, seconds: 1 });
    await expect.poll(() => ada.of('contactChatMessage').length - before, { timeout: 10_000 }).toBe(100);
    const texts = ada
      .of('contactChatMessage')
      .slice(before)
      .map((one) => open(keys.privateKey, parsed(one).message ?? ''));
    expect(texts).toEqual(Array.from({ length: 100 }, (_, index) => `Measurement ${index + 1} of 100`));
  });
});

it('has personas that write, invite, answer, come and go', async () => {
  const emulator = await anEmulator();
  const [adas, bens] = [await published(emulator, 'ada'), await published(emulator, 'ben')];
  const [ada, ben] = [await joined(emulator, 'ada'), await joined(emulator, 'ben')];
  emulator.talk();
  await expect.poll(() => ada.of('groupRequestReceived').length, { timeout: 20_000 }).toBe(1);
  const [{ groupId, encryptedGroupKey }] = ada.of('groupRequestReceived') as [Record<string, string>];
  const groupKey = open(adas.privateKey, encryptedGroupKey ?? '') ?? '';
  expect(groupKey).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  await ada.ask('acceptGroupRequest', text({ groupId }));
  await expect.poll(() => ada.of('groupChatMessage').length, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(openOfGroup(groupKey, parsed(ada.of('groupChatMessage')[0]).message ?? '')).toBeTruthy();
  await expect.poll(() => ben.of('contactRequestReceived').length, { timeout: 20_000 }).toBe(1);
  await expect.poll(() => ada.of('contactChatMessage').length, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(open(adas.privateKey, parsed(ada.of('contactChatMessage')[0]).message ?? '')).toMatch(/Aurora|pilot|Thank/);
  const carol = await call(emulator, 'GET', '/user/getUserDetails?email=carol@example.com');
  const message = sealFor(String((carol.envelope.data as { public_key: string }).public_key), 'Hello?');
  await ben.ask('contactChatMessage', text({ to: 'carol@example.com', message }));
  const answers = () => ben.of('contactChatMessage').map((one) => open(bens.privateKey, parsed(one).message ?? ''));
  await expect.poll(answers, { timeout: 20_000 }).toContain('“Hello?”: noted!');
  await expect.poll(() => ben.of('offline'), { timeout: 40_000 }).toContainEqual({ email: 'carol@example.com' });
  expect(emulator.crashes).toBe(0);
});

it('stops with its clients still there, twice', async () => {
  const emulator = await startBowl({ port: 0 });
  const ada = await joined(emulator, 'ada');
  await emulator.stop();
  await emulator.stop();
  await expect.poll(() => ada.of('disconnect').length).toBe(1);
});
