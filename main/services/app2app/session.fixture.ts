import { onTestFinished } from 'vitest';
import type { Lens } from '../../keyring/lens.ts';
import { aContext, type Played } from '../service.fixture.ts';
import { account, Peer, type PeerOptions } from './peer.fixture.ts';
import { app2app } from './service.ts';
import type { App2AppSession } from './session.ts';
import { type Settings, settings } from './settings.ts';

/** A peer that ends with the test. */
export async function aPeer(options: PeerOptions): Promise<Peer> {
  const peer = await Peer.start(options);
  onTestFinished(() => peer.stop());
  return peer;
}

export interface Playing extends Played<Settings> {
  session: App2AppSession;
  connect(): Promise<void>;
  perform(action: string, input: Record<string, unknown>): Promise<unknown>;
}

/** A session with the peer's account that ends with the test. */
export function aSession(peer: Peer, more: Record<string, unknown> = {}, lens?: Lens): Playing {
  const played = aContext(settings.parse({ endpoint: peer.endpoint, ...account, ...more }), lens);
  const session = app2app.start(played.context);
  onTestFinished(async () => {
    await session.close();
    played.context.network.close();
  });
  return Object.assign(played, {
    session,
    connect: () => session.connect(new AbortController().signal),
    perform: async (name: string, input: Record<string, unknown>) => {
      const action = app2app.actions[name];
      if (!action) throw new Error(`no action ${name}`);
      return action.perform(session, action.input.parse(input));
    },
  });
}
