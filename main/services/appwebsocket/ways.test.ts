import { createHash } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startAppwebsocket } from '../../emulators/appwebsocket.ts';
import { account } from './peer.fixture.ts';
import { aPeer, aSession, play, refusalOf, stepsOf } from './session.fixture.ts';
import { SessionKey } from './session-key.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('logging in with a password', () => {
  it('answers the challenge; the session key stays here and is hidden', async () => {
    const peer = await aPeer();
    const playing = aSession(peer);
    await playing.connect();
    const key = peer.joined[0]?.key ?? '';
    expect(playing.concealed).toEqual([key]);
    expect(playing.entries.map(({ draft }) => `${draft.direction} ${draft.kind}`)).toEqual([
      'out AppChallenge',
      'in AppChallengeResult',
      'out AppLogin',
      'in AppLoginResult',
      'note open',
    ]);
    expect(stepsOf(playing, 'AppLogin')).toEqual(['answered']);
    expect(JSON.stringify(playing.entries)).not.toContain(key);
  });

  it('takes a number for a challenge', async () => {
    const peer = await aPeer({ challenge: { challenge: 4711 } });
    await aSession(peer).connect();
    expect(peer.joined).toHaveLength(1);
  });

  it('has no password where the server wants none', async () => {
    const peer = await aPeer({ challenge: { challenge: '1', sysClient: true } });
    await aSession(peer).connect();
    expect(peer.joined).toHaveLength(1);
  });

  it('sends info as it is written, and makes the digest of it', async () => {
    const peer = await aPeer();
    await aSession(peer, { info: '{ "cn": "Müller / 1", "big": 1 }' }).connect();
    expect(peer.joined[0]?.texts[1]).toContain('"info":{ "cn": "Müller / 1", "big": 1 }}');
  });

  it('says who asks for the challenge, where it is to', async () => {
    const peer = await aPeer();
    await aSession(peer, { announce: true }).connect();
    const first = JSON.parse(peer.joined[0]?.texts[0] ?? '');
    expect(first).toEqual({ mt: 'AppChallenge', appObj: account.app, user: account.sip });
  });

  it('shows what the digest was made of when it is refused, and does not try again', async () => {
    const peer = await aPeer();
    const playing = aSession(peer, { domain: '', info: '{}' });
    const { reason, retry } = await refusalOf(playing.connect());
    expect(playing.of('login refused')[0]?.draft.args[0]).toContainEqual({ name: 'domain', value: '(empty)' });
    expect({ retry, code: reason.code }).toEqual({ retry: false, code: 'credentials' });
    expect(reason.detail?.split('\n')).toEqual([
      'The server says: Login failed · 7',
      'The digest was made of',
      'app: console',
      'domain: (empty)',
      'sip: john.doe',
      'guid: (empty)',
      'dn: (empty)',
      'info: {}',
      'challenge: 8201653944',
      'password: •••',
    ]);
  });

  it('takes a close without an answer for a refusal', async () => {
    const peer = await aPeer({ login: 'silent close' });
    const { reason, retry } = await refusalOf(aSession(peer).connect());
    expect({ retry, code: reason.code }).toEqual({ retry: false, code: 'credentials' });
    expect(reason.detail).toContain('code 1000');
  });

  it('may try again where the line is cut, or nothing is answered', async () => {
    const peer = await aPeer({ login: 'never' });
    const silent = await refusalOf(aSession(peer, { answerTimeout: 0.1 }).connect());
    expect(silent).toMatchObject({
      retry: true,
      reason: { code: 'timeout', text: expect.stringContaining('AppLogin') },
    });
    const playing = aSession(peer);
    const cut = refusalOf(playing.connect());
    await expect.poll(() => playing.of('AppLogin')).toHaveLength(1);
    peer.cut();
    expect(await cut).toMatchObject({ retry: true, reason: { code: 'dropped' } });
    expect(playing.losses).toEqual([]);
    expect(stepsOf(playing, 'AppLogin')).toEqual(['line lost']);
  });

  it('refuses a conn: address, and follows what it is mapped to', async () => {
    const peer = await aPeer();
    const { reason } = await refusalOf(aSession(peer, { url: 'conn://pbx/PBX0/APPS/websocket' }).connect());
    expect(reason).toMatchObject({ code: 'address', hint: expect.stringContaining('map') });
    const mappings = [{ prefix: 'conn://pbx', base: `ws://127.0.0.1:${peer.port}` }];
    await aSession(peer, { url: 'conn://pbx/PBX0/APPS/websocket', mappings }).connect();
    expect(peer.joined).toHaveLength(1);
  });
});

it('trusts the self-signed certificate of a PBX only when it is pinned', async () => {
  const emulator = await startAppwebsocket({ port: 0, tls: 'self-signed' });
  onTestFinished(() => emulator.stop());
  const [account] = emulator.accounts;
  await play({ ...account?.settings }).connect();
  const { reason } = await refusalOf(play({ ...account?.settings, pinnedCertificate: undefined }).connect());
  expect(reason).toMatchObject({ code: 'tls', hint: expect.stringContaining('pin') });
});

describe('logging in by hand', () => {
  it('asks with the challenge, and sends what it is given', async () => {
    const peer = await aPeer();
    const playing = aSession(peer, { login: 'by-hand', password: undefined });
    const { app, domain, sip, password } = account;
    const key = sha256(`innovaphoneAppSessionKey:8201653944:${password}`);
    playing.answer = ({ facts, input }) => {
      expect(facts).toContainEqual({ name: 'Challenge', value: '8201653944' });
      expect(input.safeParse({ digest: 'short' }).success).toBe(false);
      const info = '{"a":1}';
      return { info, key, digest: sha256([app, domain, sip, '', '', info, '8201653944', password].join(':')) };
    };
    await playing.connect();
    await playing.perform('encrypt', { data: 'x', seed: 's' });
    expect(playing.of('encrypted')[0]?.draft.preview).toBe(new SessionKey(key).encrypt('s', 'x'));
  });

  it('can be given up, and ends with the line', async () => {
    const peer = await aPeer();
    const playing = aSession(peer, { login: 'by-hand' });
    playing.answer = () => new Promise(() => {});
    const stop = new AbortController();
    const given = refusalOf(playing.connect(stop.signal));
    await expect.poll(() => playing.of('AppChallengeResult')).toHaveLength(1);
    stop.abort();
    expect((await given).reason.code).toBe('user');
    const lost = refusalOf(playing.connect());
    await expect.poll(() => playing.of('AppChallengeResult')).toHaveLength(2);
    peer.cut();
    expect((await lost).reason.code).toBe('dropped');
  });

  it('works without a key, but then nothing is encrypted', async () => {
    const peer = await aPeer();
    const playing = aSession(peer, { login: 'by-hand' });
    const { app, domain, sip, password } = account;
    playing.answer = () => ({ digest: sha256([app, domain, sip, '', '', '8201653944', password].join(':')) });
    await playing.connect();
    expect((await refusalOf(playing.perform('encrypt', { data: 'x' }))).reason.text).toMatch(/no session key/);
  });
});
