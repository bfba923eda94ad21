import { onTestFinished } from 'vitest';
import { aContext, type Played } from '../service.fixture.ts';
import { channel, Peer, type PeerOptions } from './peer.fixture.ts';
import { push } from './service.ts';
import type { PushSession } from './session.ts';
import { type Settings, settings } from './settings.ts';

/** A peer that ends with the test. */
export async function aPeer(options?: PeerOptions): Promise<Peer> {
  const peer = await Peer.start(options);
  onTestFinished(() => peer.server.stop());
  return peer;
}

export interface Playing extends Played<Settings> {
  session: PushSession;
  connect(): Promise<void>;
  perform(action: string, input?: Record<string, unknown>): Promise<{ entry: number | null; text?: string }>;
}

/** A session with the peer's channel that ends with the test; `memory` is what earlier ones have kept. */
export function aSession(peer: Peer, more: Record<string, unknown> = {}, memory?: Map<string, string>): Playing {
  const played = aContext(settings.parse({ host: peer.host, ...channel, ...more }));
  for (const [name, text] of memory ?? []) played.memory.set(name, text);
  const session = push.start(played.context);
  onTestFinished(async () => {
    await session.close();
    played.context.network.close();
  });
  return Object.assign(played, {
    session,
    connect: () => session.connect(new AbortController().signal),
    perform: async (name: string, input: Record<string, unknown> = {}) => {
      const action = push.actions[name];
      if (!action) throw new Error(`no action ${name}`);
      return action.perform(session, action.input.parse(input));
    },
  });
}
