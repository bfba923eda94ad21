import { describe, expect, it, onTestFinished } from 'vitest';
import { plainClient as app2appClient } from '../../main/emulators/app2app/plain-client.fixture.ts';
import { startApp2App } from '../../main/emulators/app2app.ts';
import { plainClient as appwebsocketClient } from '../../main/emulators/appwebsocket/plain-client.fixture.ts';
import { startAppwebsocket } from '../../main/emulators/appwebsocket.ts';
import { plainClient as bowlClient, call } from '../../main/emulators/bowl/plain-client.fixture.ts';
import { startBowl } from '../../main/emulators/bowl.ts';
import { rawClient, tokenOf } from '../../main/emulators/cloudonix/plain-client.fixture.ts';
import { startCloudonix } from '../../main/emulators/cloudonix.ts';
import type { Account, Emulator, StartEmulator } from '../../main/emulators/emulator.ts';
import { plainClient as pushClient } from '../../main/emulators/push/plain-client.fixture.ts';
import { startPush } from '../../main/emulators/push.ts';
import { aPlayer, type Line } from '../../main/emulators/tape.fixture.ts';
import { encodePayload } from '../../main/journal/payload.ts';
import { app2app } from '../../main/services/app2app/service.ts';
import { appwebsocket } from '../../main/services/appwebsocket/service.ts';
import { bowl } from '../../main/services/bowl/service.ts';
import { cloudonix } from '../../main/services/cloudonix/service.ts';
import { push } from '../../main/services/push/service.ts';
import type { RecordedEntry } from '../../main/services/service.fixture.ts';
import type { Service } from '../../main/services/service.ts';
import { type Playing, play } from './playing.ts';

/** What somebody else's client was told of these kinds so far: each event's arguments, in order. */
type Heard = () => unknown[][];

interface Case {
  service: Service;
  start: StartEmulator;
  /** What comes unasked. */
  kinds: string[];
  /** Sends something that is answered. */
  act(session: Playing, account: Account): Promise<unknown>;
  /** Joins, and sends the like of it. Answers what it was answered. */
  meet(emulator: Emulator, account: Account): Promise<{ heard: Heard; answered: unknown }>;
  /** The recorded answers, as that client sees them. */
  answers(session: Playing): unknown;
}

const incoming = (session: Playing, kinds: string[]): RecordedEntry[] =>
  session.entries.filter(({ draft }) => draft.direction === 'in' && kinds.includes(draft.kind));

const answersTo = (session: Playing, kind: string): readonly unknown[][] => {
  const exchange = session.of(kind)[0]?.draft.exchange;
  const tied = session.entries.filter(({ draft }) => draft.direction === 'in' && draft.exchange === exchange);
  return tied.map(({ draft }) => [...draft.args]);
};

const cases: Record<string, Case> = {
  app2app: {
    service: app2app as unknown as Service,
    start: startApp2App,
    kinds: ['data'],
    act: (session, { settings }) => {
      const [uri] = settings.subscribe as string[];
      const input = { from: uri, to: uri, content: { as: 'text', text: 'to myself' }, key: 'a key' };
      return session.perform({ action: 'produce', input });
    },
    async meet(emulator, account) {
      const client = app2appClient(emulator, account, { generation: 2 });
      onTestFinished(() => client.close());
      await client.next('connect');
      const answered = [await client.ask('produce', { any: 'message' }, 'another key')];
      await client.ask('subscribe', ['kld://whatever/was/recorded']);
      return { heard: () => client.of('data'), answered };
    },
    answers: (session) => answersTo(session, 'produce').slice(0, 1),
  },
  cloudonix: {
    service: cloudonix as unknown as Service,
    start: startCloudonix,
    kinds: ['memberships', 'subscribers', 'direct-message', 'channel-message', 'typing', 'service-notice'],
    act: (session) => session.perform({ action: 'announce', input: { availability: 'busy', status: 'Recording' } }),
    async meet(emulator, account) {
      const client = rawClient(emulator, tokenOf(account));
      await client.opened;
      client.send({ type: 'announce', id: 'mine', availability: 'available' });
      await expect.poll(() => client.of('ack')).toHaveLength(1);
      const texts = () => client.texts.filter((text) => JSON.parse(text).type !== 'ack');
      const greeting = texts().length;
      return {
        heard: () =>
          texts()
            .slice(greeting)
            .map((text) => [text]),
        answered: client.of('ack'),
      };
    },
    answers: () => [{ type: 'ack', id: 'mine', 'reply-to': 'mine', status: true }],
  },
  push: {
    service: push as unknown as Service,
    start: startPush,
    kinds: ['message'],
    act: (session) => session.perform({ action: 'get-suggestions', input: { text: 'o' } }),
    async meet(emulator, account) {
      const client = pushClient(emulator, account);
      onTestFinished(() => client.close());
      const suggested = await client.socket.invoke('getSuggestions', { text: 'other' }).catch((error) => error);
      const urn = await client.join();
      return { heard: () => client.on(urn).map((data) => [urn, data]), answered: [[suggested]] };
    },
    answers: (session) => answersTo(session, 'getSuggestions'),
  },
  appwebsocket: {
    service: appwebsocket as unknown as Service,
    start: startAppwebsocket,
    kinds: ['ServicesInfo', 'PresenceState', 'PresenceUpdate'],
    act: async () => {},
    async meet(emulator, { settings }) {
      const client = await appwebsocketClient(emulator.url, { rejectUnauthorized: false });
      onTestFinished(() => client.close());
      await client.login({ app: settings.app }, String(settings.password));
      client.send({ mt: 'SubscribeServices', api: 'Services', src: 'mine' });
      const { src, ...answered } = await client.next('SubscribeServicesResult');
      expect(src).toBe('mine');
      const unasked = () => client.received.filter(({ mt }) => !String(mt).endsWith('Result'));
      return { heard: () => unasked().map(({ src: _, ...message }) => [message]), answered: [[answered]] };
    },
    answers: (session) => answersTo(session, 'SubscribeServices').slice(0, 1).map(withoutSrc),
  },
  bowl: {
    service: bowl as unknown as Service,
    start: startBowl,
    kinds: ['onlineChats', 'online', 'offline', 'contactChatMessage', 'groupChatMessage', 'groupRequestReceived'],
    act: (session) =>
      session.perform({ action: 'emit', input: { event: 'sendContactRequest', payload: '{}', acknowledge: true } }),
    async meet(emulator, { settings }) {
      const { email, password, prefix } = settings;
      const { envelope } = await call(emulator, 'POST', '/login', { body: { email, password } });
      const headers = { token: String(envelope.data) };
      const client = bowlClient(emulator.url, { prefix: String(prefix), headers });
      const answered = [[await client.ask('sendContactRequest', '{"email":"somebody@example.com"}')]];
      const events = () => client.received.filter(({ event }) => event !== 'connect');
      return {
        heard: () =>
          events()
            .slice(1)
            .map(({ args }) => args),
        answered,
      };
    },
    answers: (session) => answersTo(session, 'sendContactRequest'),
  },
};

function withoutSrc([text]: readonly unknown[]): unknown[] {
  const { src: _, ...message } = JSON.parse(String(text));
  return [message];
}

/** As it is exported. */
const lineOf = ({ draft }: RecordedEntry): Line => {
  const { text, binaries } = encodePayload(draft.args);
  const bytes = binaries.map(({ path, bytes }) => ({
    path: JSON.parse(path),
    base64: Buffer.from(bytes).toString('base64'),
  }));
  const { direction, kind, exchange, marks = [] } = draft;
  return { direction, kind, args: JSON.parse(text), binaries: bytes, marks, ...(exchange && { exchange }) };
};

describe.each(Object.entries(cases))('%s', (id, { service, start, kinds, act, meet, answers }) => {
  it('what our session recorded is played to a client that is not ours: the same events, arguments and answers', async () => {
    const recording = await start({ port: 0 });
    onTestFinished(() => recording.stop());
    const account = recording.accounts[0] as Account;
    const session = play(service, account.settings);
    await session.connect();
    recording.talk();
    await act(session, account);
    await expect.poll(() => incoming(session, kinds).length, { timeout: 15_000 }).toBeGreaterThan(2);
    await expect.poll(() => session.entries.every(({ waiting }) => !waiting)).toBe(true);
    await session.end();
    const recorded = incoming(session, kinds).map(({ draft }) => [...draft.args]);

    const playing = await start({ port: 0 });
    onTestFinished(() => playing.stop());
    const { player } = await aPlayer(playing, id, session.entries.map(lineOf), { paused: true });
    const { heard, answered } = await meet(playing, playing.accounts[0] as Account);
    expect(answered).toEqual(answers(session));
    player.command('play');
    await expect.poll(() => player.state.state).toBe('over');
    const expected = id === 'appwebsocket' ? recorded.map(withoutSrc) : recorded;
    await expect.poll(() => heard().length).toBe(expected.length);
    expect(heard()).toEqual(expected);
  }, 30_000);
});
