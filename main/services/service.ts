import type { z } from 'zod';
import type {
  DiagnosisStep,
  DirectoryItem,
  Fact,
  Meter,
  Opened,
  ProfileId,
  Signature,
  Step,
} from '../../preload/contract/index.ts';
import type { Draft } from '../journal/draft.ts';
import type { Lens } from '../keyring/lens.ts';
import { Problem } from '../problem.ts';
import type { Refusal } from '../refusal.ts';
import type { Tool } from '../tools/tool.ts';
import type { Network } from '../transports/network.ts';

/**
 * The one interface that every service fulfils: data, and a little code.
 * `Settings` is its zod schema; `Live` what its own actions work on.
 */
export interface Service<Settings extends z.ZodObject = z.ZodObject, Live extends Session = Session> {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Two letters for its badge. */
  readonly badge: string;
  /** The profile form is made from it; fields say more about themselves with `.meta()`: see form.ts. */
  readonly settings: Settings;
  /** In the composer's order. */
  readonly actions: Readonly<Record<string, Action<Live>>>;
  /** What its formulas compute without a connection. */
  readonly tools?: Readonly<Record<string, Tool>>;
  readonly directory: readonly { kind: string; title: string; empty: string }[];
  readonly firstStep: string;
  /** What its sessions keep in their {@link Memory}: a sentence in the profile form, under the choice to keep secrets. */
  readonly remembers?: string;
  start(context: Context<z.output<Settings>>): Live;
  /** Reads what an entry seals and judges its signature. Absent where a service seals and signs nothing. */
  judge?(args: readonly unknown[], lens: Lens, memory: Memory): Promise<Judgement>;
  /**
   * The steps of the test-connection report above the network's own, in order; ends after the first failed one.
   * `conceal`: see {@link Context.conceal}.
   */
  diagnose(
    settings: z.output<Settings>,
    network: Network,
    signal: AbortSignal,
    conceal: (secret: string) => void,
  ): AsyncIterable<DiagnosisStep>;
}

/** Services by id. */
export type Services = Readonly<Record<string, Service>>;

/** None for an id of another version, or one that every object inherits. */
export function findService(services: Services, id: string): Service | undefined {
  return Object.hasOwn(services, id) ? services[id] : undefined;
}

/** Throws a {@link Problem} where there is none. */
export function getService(services: Services, id: string): Service {
  const service = findService(services, id);
  if (!service) throw new Problem('invalid-input', `There is no service “${id}” in this version of Patchbay.`);
  return service;
}

/** One thing that can be sent or done by hand. */
export interface Action<Live, Input extends z.ZodObject = z.ZodObject> {
  readonly title: string;
  readonly summary: string;
  readonly input: Input;
  /** Throws a {@link Refusal} when the input cannot be sent; the input is kept in the composer. */
  perform(live: Live, input: z.output<Input>): Promise<Performed> | Performed;
  /**
   * What `perform` would send, made in the same way; throws likewise. The session may not be connected, so it must do
   * without the line or throw. Absent where nothing is to be seen that the form does not show.
   */
  preview?(live: Live, input: z.output<Input>): Promise<Preview> | Preview;
}

/** What would be sent. */
export interface Preview {
  /** The event's name, as in the log. */
  kind: string;
  /** As they would be recorded. */
  args: readonly unknown[];
  facts: Fact[];
  marks?: string[];
  /** The most that is taken, in bytes of the arguments, and who says so. */
  limit?: { bytes: number; text: string };
}

/** The entry that records what was sent, and what to tell the user if there is no such entry. */
export interface Performed {
  entry: number | null;
  text?: string;
}

/**
 * A profile's dealings with its service, from open to close: it outlives single lines, so that what was subscribed
 * is remembered over a reconnect.
 */
export interface Session {
  /**
   * One attempt. Resolves when the service is ready for actions; rejects with a {@link Refusal}.
   * An aborted signal tears the attempt down at once.
   */
  connect(signal: AbortSignal): Promise<void>;
  /** Ends the line, if there is one. Leaves no timer, socket or listener. May be called twice. */
  close(): Promise<void>;
}

export interface Context<Settings> {
  readonly settings: Settings;
  readonly network: Network;
  readonly lens: Lens;
  readonly directory: DirectoryWriter;
  readonly memory: Memory;
  /** Writes an entry to the journal. */
  record(draft: Draft): Recorded;
  /** Says that the server was reached and is now asked to let us in. */
  authenticating(): void;
  /** Says that the open line is gone. `retry: false` where trying again cannot help. */
  lost(refusal: Refusal): void;
  meter(meter: Meter): void;
  /** From now on hides this text in notes, questions, reasons and error texts, as it does the profile's secrets. */
  conceal(secret: string): void;
  /** Has entries judged again that were locked, or their signer unknown: a key was added to the memory. */
  retryVerdicts(): void;
  /**
   * Asks the user, while {@link Session.connect} is at work; what the connection is doing is then “asking”. Rejects
   * with the signal's reason.
   */
  ask<Input extends z.ZodObject>(question: Question<Input>, signal: AbortSignal): Promise<z.output<Input>>;
  /**
   * The session of another profile, once that is open; it is opened where it is not in use. Rejects with a
   * {@link Refusal} when it cannot be, and with the signal's reason.
   */
  session(profile: ProfileId, signal: AbortSignal): Promise<Session>;
}

/** What the user is asked; a form is made of `input` as of settings. */
export interface Question<Input extends z.ZodObject> {
  readonly title: string;
  /** Why it is asked. */
  readonly text: string;
  /** What the answer depends on, such as a challenge; secrets are hidden in them. */
  readonly facts: Fact[];
  readonly input: Input;
  /** Label of the button that answers. */
  readonly submit: string;
}

/**
 * Texts that a profile's sessions keep beyond their end, sealed like its secrets and on disk only where those may be.
 * Under the name of a secret setting stands that setting's value. All of it is hidden in notes and error texts.
 */
export interface Memory {
  get(name: string): Promise<string | undefined>;
  /** Rejects when the disk refuses. */
  put(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
}

export interface Recorded {
  readonly id: number;
  /**
   * Adds a step; `waiting` says whether an answer is still expected, `silent` that it no longer is without there having
   * been one.
   */
  step(name: string, tone: Step['tone'], options: { text?: string; waiting: boolean; silent?: true }): void;
  /** Writes what was found out about it. */
  judged(judgement: Judgement): void;
}

export interface DirectoryWriter {
  put(item: DirectoryItem): void;
  get(kind: string, id: string): DirectoryItem | undefined;
  list(kind: string): DirectoryItem[];
  remove(kind: string, id: string): void;
}

export interface Judgement {
  opened: Opened;
  signature: Signature;
  /** Decrypted text. */
  inside?: string;
  facts: Fact[];
  from?: string;
  to?: string;
  preview?: string;
}
