import { expect, onTestFinished } from 'vitest';
import { type BowlEmulator, startBowl } from '../../emulators/bowl.ts';
import type { Account } from '../../emulators/emulator.ts';
import { aContext, aMemory, type Played, type RecordedEntry } from '../service.fixture.ts';
import type { Judgement, Performed } from '../service.ts';
import { bowl } from './service.ts';
import type { BowlSession } from './session.ts';
import { type Settings, settings } from './settings.ts';

export const ada = 'ada@example.com';
export const ben = 'ben@example.com';
export const carol = 'carol@example.com';

/** An emulator that ends with the test. */
export async function anEmulator(options: Record<string, unknown> = {}): Promise<BowlEmulator> {
  const emulator = await startBowl({ port: 0, ...options });
  onTestFinished(() => emulator.stop());
  return emulator;
}

export interface Playing extends Played<Settings> {
  session: BowlSession;
  connect(): Promise<void>;
  perform(action: string, input?: Record<string, unknown>): Promise<Performed>;
  /** The entry that an action has recorded. */
  done(action: string, input?: Record<string, unknown>): Promise<RecordedEntry>;
  /** What the service finds in each entry of a kind that came in. */
  judged(kind: string): Promise<Judgement[]>;
  presence(email: string): string | undefined;
}

/** A session with one of the emulator's accounts, or others; it ends with the test. */
export function aSession(
  account: Account | undefined,
  more: Record<string, unknown> = {},
  memory?: Map<string, string>,
): Playing {
  const played = aContext(settings.parse({ ...account?.settings, ...more }));
  if (memory) for (const [name, text] of memory) played.memory.set(name, text);
  const session = bowl.start(played.context);
  onTestFinished(async () => {
    await session.close();
    played.context.network.close();
  });
  const perform: Playing['perform'] = async (name, input = {}) => {
    const action = bowl.actions[name];
    if (!action) throw new Error(`no action ${name}`);
    return action.perform(session, action.input.parse(input));
  };
  return Object.assign(played, {
    session,
    connect: () => session.connect(new AbortController().signal),
    perform,
    done: async (name: string, input?: Record<string, unknown>) => {
      const { entry } = await perform(name, input);
      const recorded = played.entries[(entry ?? 0) - 1];
      if (!recorded) throw new Error('nothing was recorded');
      return recorded;
    },
    judged: async (kind: string) => {
      const came = played.of(kind).filter(({ draft }) => draft.direction === 'in');
      const found = came.map(({ draft }) => bowl.judge?.(draft.args, played.context.lens, aMemory(played.memory)));
      return (await Promise.all(found)).filter((judgement) => judgement !== undefined);
    },
    presence: (email: string) => played.context.directory.get('contact', email)?.presence?.text,
  });
}

/** Ada and Ben, connected. */
export async function aPair(emulator: BowlEmulator, more: Record<string, unknown> = {}): Promise<[Playing, Playing]> {
  const [first, second] = emulator.accounts;
  const pair: [Playing, Playing] = [aSession(first, more), aSession(second, more)];
  for (const { connect, of } of pair) {
    await connect();
    await expect.poll(() => of('onlineChats').length).toBeGreaterThan(0);
  }
  return pair;
}

export const steps = ({ steps }: RecordedEntry) => steps.map(({ name }) => name);
