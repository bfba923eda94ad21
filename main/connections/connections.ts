import { z } from 'zod';
import type {
  Connection as ConnectionSummary,
  DiagnosisStep,
  DirectoryItem,
  Profile,
  ProfileId,
  Reason,
  Preview as Shown,
} from '../../preload/contract/index.ts';
import type { Feed } from '../feed.ts';
import type { Journal } from '../journal/journal.ts';
import type { Lens } from '../keyring/lens.ts';
import { Problem } from '../problem.ts';
import { createRedactor, type Redactor } from '../redact.ts';
import { Refusal, refusalOf } from '../refusal.ts';
import { fieldErrors, secretFields } from '../services/form.ts';
import {
  getService,
  type Memory,
  type Performed,
  type Service,
  type Services,
  type Session,
} from '../services/service.ts';
import { createNetwork } from '../transports/network.ts';
import { networkFields } from '../transports/network-fields.ts';
import { Connection, type ConnectionParts } from './connection.ts';
import { showPreview } from './preview.ts';
import type { Statistics } from './statistics.ts';

/** Every service's settings hold these fields among others. */
const networkSettings = z.object(networkFields);

const byUser: Reason = { code: 'user', text: 'Closed by you.' };

export interface ConnectionsParts {
  services: Services;
  journal: Journal;
  lens: Lens;
  feed: Feed;
  statistics: Statistics;
  memoryOf(profile: ProfileId): Memory;
  /** See {@link Context.retryVerdicts}. */
  retryVerdicts(): void;
  /** Opens a profile by itself, with the secrets that are at hand. Rejects with a {@link Problem}. */
  wake(profile: ProfileId): Promise<void>;
}

/** All connections, at most one per profile. */
export class Connections {
  #parts: ConnectionsParts;
  #open = new Map<ProfileId, Connection>();
  #diagnoses = new Map<string, AbortController>();

  constructor(parts: ConnectionsParts) {
    this.#parts = parts;
  }

  list(): ConnectionSummary[] {
    return [...this.#open.values()].map((connection) => connection.state);
  }

  directory(profile: ProfileId): DirectoryItem[] {
    return this.#open.get(profile)?.directory.all() ?? [];
  }

  /** Throws `conflict` when it is open already, `secret-needed` or `invalid-input` with the fields. */
  open(profile: Profile, secrets: Record<string, string>): void {
    if (this.#open.get(profile.id)?.alive) throw new Problem('conflict', 'This profile is connected already.');
    const { feed, statistics } = this.#parts;
    const { id } = profile;
    // One that was replaced may still have something to tell: of the profile, the present one is shown.
    const present = () => this.#open.get(id) ?? connection;
    const connection: Connection = this.#make(profile, secrets, {
      changed: () => feed.gather(`connection/${id}`, 'connection:changed', () => present().state),
      directoryChanged: () => feed.gather(`directory/${id}`, 'directory:changed', () => present().directory.take()),
    });
    this.#open.set(id, connection);
    statistics.of(id).begin();
    connection.directory.clear();
    connection.open();
  }

  async close(profile: ProfileId, reason: Reason = byUser): Promise<void> {
    await this.#open.get(profile)?.close(reason);
  }

  /** The profile is gone: its connection is closed and forgotten. */
  async remove(profile: ProfileId): Promise<void> {
    await this.close(profile);
    this.#open.delete(profile);
    this.#parts.statistics.forget(profile);
  }

  retry(profile: ProfileId): void {
    this.#open.get(profile)?.retry();
  }

  /** Throws `not-found` or `invalid-input`. */
  answer(profile: ProfileId, question: string, input: Record<string, unknown>): void {
    this.#get(profile).answer(question, input);
  }

  perform(profile: ProfileId, action: string, input: Record<string, unknown>): Promise<Performed> {
    return this.#get(profile).perform(action, input);
  }

  /**
   * What an action would send; of a profile that is not in use, by its saved settings, and only for that its secrets are
   * asked for. Throws as {@link perform} and, of such a profile, as {@link open}.
   */
  async preview(
    profile: Profile,
    secretsOf: () => Promise<Record<string, string>>,
    { action, input, limit }: { action: string; input: Record<string, unknown>; limit: number },
  ): Promise<Shown> {
    const open = this.#open.get(profile.id);
    if (open?.alive) return showPreview(await open.preview(action, input), limit);
    const connection = this.#make(profile, await secretsOf(), { changed() {}, directoryChanged() {} });
    try {
      return showPreview(await connection.preview(action, input), limit);
    } finally {
      await connection.close(byUser);
    }
  }

  /** Runs the test-connection report over settings that need not be saved. Resolves with the finished steps. */
  async diagnose(
    run: string,
    profile: Pick<Profile, 'service' | 'settings'>,
    secrets: Record<string, string>,
  ): Promise<DiagnosisStep[]> {
    const { service, settings } = this.#prepare(profile.service, profile.settings, secrets, {});
    const redactor = this.#redactor(settings, secrets);
    const network = createNetwork(networkSettings.parse(settings));
    const abort = new AbortController();
    this.#diagnoses.set(run, abort);
    try {
      const steps = service.diagnose(settings, network, abort.signal, (secret) => redactor.add(secret));
      return await this.#report(run, steps, redactor);
    } catch (error) {
      const { reason, retry } = refusalOf(error);
      throw Problem.of(new Refusal(redactor.hide(reason), { retry }));
    } finally {
      this.#diagnoses.delete(run);
      network.close();
    }
  }

  /** While the journal cannot keep up no server is read from. */
  hold(on: boolean): void {
    for (const connection of this.#open.values()) if (connection.alive) connection.hold(on);
  }

  stopDiagnosis(run: string): void {
    this.#diagnoses.get(run)?.abort();
  }

  async closeAll(reason: Reason): Promise<void> {
    for (const abort of this.#diagnoses.values()) abort.abort();
    await Promise.allSettled([...this.#open.values()].map((connection) => connection.close(reason)));
  }

  /** Throws `secret-needed` or `invalid-input` with the fields. */
  #make(
    { id, service: name, settings: plain, secrets: states }: Profile,
    secrets: Record<string, string>,
    told: Pick<ConnectionParts, 'changed' | 'directoryChanged'>,
  ): Connection {
    const { service, settings } = this.#prepare(name, plain, secrets, states);
    const { lens, journal, statistics } = this.#parts;
    return new Connection({
      profile: id,
      service,
      settings,
      network: createNetwork(networkSettings.parse(settings)),
      lens,
      journal,
      redactor: this.#redactor(settings, secrets),
      memory: this.#parts.memoryOf(id),
      counts: statistics.of(id),
      retryVerdicts: () => this.#parts.retryVerdicts(),
      sessionOf: (other, signal) => this.#sessionOf(other, signal),
      ...told,
    });
  }

  /** Throws `not-connected`. */
  #get(profile: ProfileId): Connection {
    const connection = this.#open.get(profile);
    if (!connection) throw new Problem('not-connected', 'The connection is not open. Connect first.');
    return connection;
  }

  async #sessionOf(profile: ProfileId, signal: AbortSignal): Promise<Session> {
    try {
      if (!this.#open.get(profile)?.alive) await this.#parts.wake(profile);
      return await this.#get(profile).opened(signal);
    } catch (error) {
      if (signal.aborted) throw error;
      const text = 'The profile that this one is let in through could not be opened.';
      const hint = 'Connect that profile first, or choose another one in the settings.';
      throw new Refusal({ code: 'settings', text, detail: (error as Error).message, hint }, { retry: false });
    }
  }

  async #report(run: string, steps: AsyncIterable<DiagnosisStep>, redactor: Redactor): Promise<DiagnosisStep[]> {
    const found = new Map<string, DiagnosisStep>();
    for await (const raw of steps) {
      const step = redactor.hide(raw);
      found.set(step.id, step);
      this.#parts.feed.publish('connection:diagnosed', { run, step });
    }
    return [...found.values()];
  }

  #prepare(
    id: string,
    plain: Record<string, unknown>,
    secrets: Record<string, string>,
    states: Profile['secrets'],
  ): { service: Service; settings: Record<string, unknown> } {
    const service = getService(this.#parts.services, id);
    const forgotten = Object.keys(states).filter((field) => states[field] === 'unknown' && !(field in secrets));
    const parsed = service.settings.safeParse({ ...plain, ...secrets });
    const errors = parsed.success ? {} : fieldErrors(parsed.error);
    const absent = secretFields(service.settings).filter((field) => field in errors && !(field in secrets));
    const needed = [...new Set([...forgotten, ...absent])];
    if (needed.length > 0) {
      const fields = Object.fromEntries(needed.map((field) => [field, 'Needed to connect']));
      throw new Problem('secret-needed', 'A secret is needed to connect.', { fields });
    }
    if (!parsed.success) throw new Problem('invalid-input', 'The settings need attention.', { fields: errors });
    return { service, settings: parsed.data };
  }

  /** Settings are passed as possible user names, for `user:secret` in base64. */
  #redactor(settings: Record<string, unknown>, secrets: Record<string, string>): Redactor {
    const users = Object.values(settings).filter((value) => typeof value === 'string');
    return createRedactor(Object.values(secrets), users);
  }
}
