import { onTestFinished } from 'vitest';
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
