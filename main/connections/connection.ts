import type { z } from 'zod';
import type { ConnectionState, Meter, ProfileId, Reason, Connection as State } from '../../preload/contract/index.ts';
import type { Journal } from '../journal/journal.ts';
import type { Lens } from '../keyring/lens.ts';
import { Problem } from '../problem.ts';
import type { Redactor } from '../redact.ts';
import { Refusal, refusalOf } from '../refusal.ts';
import { fieldErrors } from '../services/form.ts';
import type { Memory, Performed, Preview, Question, Service, Session } from '../services/service.ts';
import type { Network } from '../transports/network.ts';
import { Asking } from './asking.ts';
import { concealedMemory } from './concealed-memory.ts';
import { Directory } from './directory.ts';
import { Entries } from './entries.ts';
import { waitBefore } from './reconnect.ts';
import type { Counts } from './statistics.ts';

/** A line that held this long (ms) was a good one: the next wait begins short again. */
const settled = 10_000;

export interface ConnectionParts {
  profile: ProfileId;
  service: Service;
  settings: Record<string, unknown>;
  network: Network;
  lens: Lens;
  journal: Journal;
  /** Knows the profile's secrets. */
  redactor: Redactor;
  memory: Memory;
  counts: Counts;
  /** See {@link Context.retryVerdicts}. */
  retryVerdicts(): void;
  /** The session of another profile: see {@link Context.session}. */
  sessionOf(profile: ProfileId, signal: AbortSignal): Promise<Session>;
  /** The state or a meter changed. */
  changed(): void;
  directoryChanged(): void;
}

/** A profile while it is in use: attempts, waits between them, and the end. */
export class Connection {
  readonly directory: Directory;
  #parts: ConnectionParts;
  #entries: Entries;
  #state: ConnectionState = { state: 'idle' };
  #meters = new Map<string, Meter>();
  #session: Session;
  #attempt = new AbortController();
  #lost: (refusal: Refusal) => void = () => {};
  #wake: () => void = () => {};
  #ended = false;
  #life: Promise<void> | undefined;
  #asking: Asking | undefined;
  #changes = new Set<() => void>();

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#entries = new Entries(parts.journal, parts.profile, parts.redactor, parts.counts);
    this.directory = new Directory(parts.profile, parts.directoryChanged);
    this.#session = parts.service.start({
      settings: parts.settings,
      network: parts.network,
      lens: parts.lens,
      directory: this.directory,
      memory: concealedMemory(parts.memory, parts.redactor),
      record: (draft) => this.#entries.record(draft),
      authenticating: () => this.#authenticating(),
      lost: (refusal) => this.#lost(refusal),
      meter: (meter) => this.#meter(meter),
      conceal: (secret) => parts.redactor.add(secret),
      // What fails here is the journal's worker, and that tells of itself.
      retryVerdicts: () => parts.retryVerdicts(),
      ask: (question, signal) => this.#ask(question, signal),
      session: (profile, signal) => this.#sessionOf(profile, signal),
    });
  }

  get state(): State {
    return { profile: this.#parts.profile, state: this.#state, meters: [...this.#meters.values()] };
  }

  /** False once it has been closed or has failed: a new one must be made. */
  get alive(): boolean {
    return !this.#ended;
  }

  open(): void {
    this.#life ??= this.#live();
  }

  /** Ends a wait at once; does nothing in any other state. */
  retry(): void {
    this.#wake();
  }

  /** Throws `not-found` when this is not asked any more, `invalid-input` with field errors. */
  answer(question: string, input: Record<string, unknown>): void {
    if (this.#asking?.question.id !== question) {
      throw new Problem('not-found', 'The connection does not wait for this answer any more.');
    }
    this.#asking.answer(input);
  }

  /** The session, once it is open. Rejects with a {@link Refusal} once it cannot be, and with the signal's reason. */
  async opened(signal: AbortSignal): Promise<Session> {
    for (;;) {
      const { state } = this.#state;
      if (state === 'open') return this.#session;
      if (this.#state.state === 'closed' || this.#state.state === 'failed') {
        throw new Refusal(this.#state.reason, { retry: false });
      }
      await this.#nextChange(signal);
    }
  }

  /** Leaves unread what its server sends, until it is let go again. */
  hold(on: boolean): void {
    this.#parts.network.hold(on);
  }

  async close(reason: Reason): Promise<void> {
    // What the server says to a farewell is waited for.
    this.hold(false);
    if (this.#state.state === 'idle') this.#ended = true;
    if (!this.#ended) {
      this.#end({ state: 'closed', at: Date.now(), reason }, 'closed', 'plain');
      this.#attempt.abort();
      this.#lost(new Refusal(reason, { retry: false }));
      this.#wake();
    }
    try {
      await this.#session.close();
      await this.#life;
    } finally {
      this.#parts.network.close();
    }
  }

  /** Throws a {@link Problem} with field errors, when not open, or when the service refuses. */
  async perform(name: string, input: Record<string, unknown>): Promise<Performed> {
    const { action, parsed } = this.#read(name, input);
    if (this.#state.state !== 'open') throw new Problem('not-connected', 'The connection is not open. Connect first.');
    try {
      return await action.perform(this.#session, parsed);
    } catch (error) {
      throw Problem.of(this.#redacted(refusalOf(error)));
    }
  }

  /** What {@link perform} would send, in whatever state. Throws likewise. */
  async preview(name: string, input: Record<string, unknown>): Promise<Preview> {
    const { action, parsed } = this.#read(name, input);
    if (!action.preview) throw new Problem('not-found', `“${action.title}” has no preview.`);
    try {
      return await action.preview(this.#session, parsed);
    } catch (error) {
      throw Problem.of(this.#redacted(refusalOf(error)));
    }
  }

  #read(name: string, input: Record<string, unknown>) {
    const { service } = this.#parts;
    const action = Object.hasOwn(service.actions, name) ? service.actions[name] : undefined;
    if (!action) throw new Problem('not-found', `${service.title} has no action “${name}”.`);
    const parsed = action.input.safeParse(input);
    if (parsed.success) return { action, parsed: parsed.data };
    throw new Problem('invalid-input', 'Some fields need attention.', { fields: fieldErrors(parsed.error) });
  }

  async #live(): Promise<void> {
    let wasOpen = false;
    for (let attempt = 1; !this.#ended; attempt++) {
      if (wasOpen) this.#parts.counts.reconnecting();
      const opened = performance.now();
      const refusal = await this.#tryOnce(attempt);
      if (this.#ended) return;
      if (!refusal.retry) return this.#fail(refusal.reason);
      wasOpen ||= this.#state.state === 'open';
      if (this.#state.state === 'open' && performance.now() - opened >= settled) attempt = 1;
      await this.#wait(attempt + 1, refusal.reason);
    }
  }

  /** Connects and stays until the line is gone; answers why. */
  async #tryOnce(attempt: number): Promise<Refusal> {
    this.#attempt = new AbortController();
    const gone = new Promise<Refusal>((resolve) => {
      this.#lost = (refusal) => resolve(this.#redacted(refusal));
    });
    this.#set({ state: 'connecting', attempt, since: Date.now() });
    try {
      await this.#session.connect(this.#attempt.signal);
    } catch (error) {
      return this.#redacted(refusalOf(error));
    }
    if (!this.#ended) this.#set({ state: 'open', since: Date.now() });
    return gone;
  }

  async #wait(attempt: number, reason: Reason): Promise<void> {
    const delay = waitBefore(attempt, Math.random());
    this.#note(this.#state.state === 'open' ? 'lost' : 'unreached', 'bad', reason);
    this.#set({ state: 'waiting', attempt, until: Date.now() + delay, reason });
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, delay);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => {};
  }

  /** A session may also end itself because the user asked it to. */
  #fail(reason: Reason): void {
    if (reason.code === 'user') this.#end({ state: 'closed', at: Date.now(), reason }, 'closed', 'plain');
    else this.#end({ state: 'failed', at: Date.now(), reason }, 'failed', 'bad');
    this.#session
      .close()
      .catch((error) => this.#note('failed', 'bad', this.#redacted(refusalOf(error)).reason))
      .finally(() => this.#parts.network.close());
  }

  #end(state: Extract<ConnectionState, { reason: Reason; at: number }>, kind: string, tone: 'plain' | 'bad'): void {
    this.#ended = true;
    this.#note(kind, tone, state.reason);
    this.#set(state);
  }

  #authenticating(): void {
    if (this.#state.state !== 'connecting') return;
    this.#set({ state: 'authenticating', attempt: this.#state.attempt, since: Date.now() });
  }

  #set(state: ConnectionState): void {
    this.#state = state;
    this.#parts.changed();
    for (const changed of this.#changes) changed();
  }

  #nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const over = () => {
        this.#changes.delete(changed);
        signal.removeEventListener('abort', aborted);
      };
      const changed = () => {
        over();
        resolve();
      };
      const aborted = () => {
        over();
        reject(signal.reason);
      };
      if (signal.aborted) return reject(signal.reason);
      this.#changes.add(changed);
      signal.addEventListener('abort', aborted, { once: true });
    });
  }

  async #ask<Input extends z.ZodObject>(question: Question<Input>, signal: AbortSignal): Promise<z.output<Input>> {
    const before = this.#state;
    if (before.state !== 'connecting' && before.state !== 'authenticating') {
      throw new Error('Only a connection that is being opened can ask');
    }
    const { redactor } = this.#parts;
    // What the server said may be among the facts, and it may repeat what it was sent.
    const facts = redactor.hide(question.facts);
    const asking = new Asking({ ...question, facts }, signal, (secret) => redactor.add(secret));
    this.#asking = asking;
    this.#set({ state: 'asking', attempt: before.attempt, since: Date.now(), question: asking.question });
    try {
      // Parsed by the question's own schema.
      return (await asking.answered) as z.output<Input>;
    } finally {
      if (this.#asking === asking) this.#asking = undefined;
      if (this.#state.state === 'asking') this.#set({ ...before, since: Date.now() });
    }
  }

  #sessionOf(profile: ProfileId, signal: AbortSignal): Promise<Session> {
    if (profile !== this.#parts.profile) return this.#parts.sessionOf(profile, signal);
    const text = 'The profile is to be let in through itself.';
    const hint = 'Choose another profile in its settings.';
    return Promise.reject(new Refusal({ code: 'settings', text, hint }, { retry: false }));
  }

  #meter(meter: Meter): void {
    this.#meters.set(meter.label, meter);
    this.#parts.changed();
  }

  #note(kind: string, tone: 'plain' | 'bad', reason: Reason): void {
    this.#entries.record({ direction: 'note', kind, tone, args: [reason], preview: reason.text });
  }

  #redacted(refusal: Refusal): Refusal {
    return new Refusal(this.#parts.redactor.hide(refusal.reason), { retry: refusal.retry });
  }
}
