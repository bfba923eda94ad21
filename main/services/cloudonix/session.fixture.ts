import { onTestFinished } from 'vitest';
import { aContext, type Played, type RecordedEntry } from '../service.fixture.ts';
import { Peer, type PeerOptions } from './peer.fixture.ts';
import { cloudonix } from './service.ts';
import type { CloudonixSession } from './session.ts';
import { type Settings, settings } from './settings.ts';

/** A peer that ends with the test. */
export async function aPeer(options?: PeerOptions): Promise<Peer> {
  const peer = await Peer.start(options);
  onTestFinished(() => peer.stop());
  return peer;
}

export interface Playing extends Played<Settings> {
  session: CloudonixSession;
  connect(): Promise<void>;
  /** Answers with the entry of what was sent. */
  perform(action: string, input: Record<string, unknown>): Promise<RecordedEntry>;
  send(message: object): Promise<RecordedEntry>;
}

/** A session that the peer lets in, and that ends with the test. */
export function aSession(peer: Peer, more: Record<string, unknown> = {}): Playing {
  const { port, token } = peer;
  const played = aContext(settings.parse({ url: `http://127.0.0.1:${port}/messaging`, token, ...more }));
  const session = cloudonix.start(played.context);
  onTestFinished(async () => {
    await session.close();
    played.context.network.close();
  });
  const perform = async (name: string, input: Record<string, unknown>) => {
    const action = cloudonix.actions[name];
    if (!action) throw new Error(`no action ${name}`);
    const { entry } = await action.perform(session, action.input.parse(input));
    const recorded = played.entries[(entry ?? 0) - 1];
    if (!recorded) throw new Error(`${name} recorded nothing`);
    return recorded;
  };
  return Object.assign(played, {
    session,
    connect: () => session.connect(new AbortController().signal),
    perform,
    send: (message: object) => perform('send', { message: JSON.stringify(message) }),
  });
}

export const stepsOf = ({ steps }: RecordedEntry): string[] => steps.map(({ name }) => name);
