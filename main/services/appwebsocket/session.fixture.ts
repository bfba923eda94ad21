import { expect, onTestFinished } from 'vitest';
import { startAppwebsocket } from '../../emulators/appwebsocket.ts';
import { Refusal } from '../../refusal.ts';
import { aContext, type Played } from '../service.fixture.ts';
import type { Performed, Session } from '../service.ts';
import { account, Peer, type PeerOptions } from './peer.fixture.ts';
import { appwebsocket } from './service.ts';
import type { AppwebsocketSession } from './session.ts';
import { type Settings, settings } from './settings.ts';

/** A peer that ends with the test. */
export async function aPeer(options: PeerOptions = {}): Promise<Peer> {
  const peer = await Peer.start(options);
  onTestFinished(() => peer.stop());
  return peer;
}

export interface Playing extends Played<Settings> {
  session: AppwebsocketSession;
  connect(signal?: AbortSignal): Promise<void>;
  perform(action: string, input?: Record<string, unknown>): Promise<Performed>;
}

/** A session that ends with the test. `pbx`: the session that it may log in through. */
export function play(given: Record<string, unknown>, pbx?: Session): Playing {
  const played = aContext(settings.parse(given));
  if (pbx) played.sessions.set('pbx', pbx);
  const session = appwebsocket.start(played.context);
  onTestFinished(async () => {
    await session.close();
    played.context.network.close();
  });
  return Object.assign(played, {
    session,
    connect: (signal = new AbortController().signal) => session.connect(signal),
    perform: async (name: string, input: Record<string, unknown> = {}) => {
      const action = appwebsocket.actions[name];
      if (!action) throw new Error(`no action ${name}`);
      return action.perform(session, action.input.parse(input));
    },
  });
}

/** With the account that the peer knows. */
export function aSession(peer: Peer, more: Record<string, unknown> = {}): Playing {
  return play({ url: peer.url, ...account, ...more });
}

/** The demo's PBX, logged in to, and its echo app, which is not. */
export async function aDemo(options: Record<string, unknown> = {}) {
  const emulator = await startAppwebsocket({ port: 0, ...options });
  onTestFinished(() => emulator.stop());
  const [first, second] = emulator.accounts.map(({ settings }) => settings);
  const pbx = play({ ...first });
  await pbx.connect();
  const echo = play({ ...second, through: 'pbx' }, pbx.session);
  return { emulator, pbx, echo };
}

/** Names of the steps of the last entry of this kind. */
export const stepsOf = (playing: Playing, kind: string) =>
  playing
    .of(kind)
    .at(-1)
    ?.steps.map(({ name }) => name);

/** What an attempt is refused with. */
export async function refusalOf(attempt: Promise<unknown>): Promise<Refusal> {
  const error = await attempt.then(
    () => new Error('it went well'),
    (thrown) => thrown,
  );
  return error instanceof Refusal ? error : expect.fail(String(error));
}
