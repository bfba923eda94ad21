import { z } from 'zod';
import type {
  Connection as ConnectionSummary,
  DiagnosisStep,
  DirectoryItem,
  Profile,
  ProfileId,
  Reason,
} from '../../preload/contract/index.ts';
import type { Feed } from '../feed.ts';
import type { Journal } from '../journal/journal.ts';
import type { Lens } from '../keyring/lens.ts';
import { Problem } from '../problem.ts';
import { createRedactor } from '../redact.ts';
import { Refusal, refusalOf } from '../refusal.ts';
import { fieldErrors, secretFields } from '../services/form.ts';
import { getService, type Performed, type Service, type Services } from '../services/service.ts';
import { createNetwork } from '../transports/network.ts';
import { networkFields } from '../transports/network-fields.ts';
import { Connection } from './connection.ts';

/** Every service's settings hold these fields among others. */
const networkSettings = z.object(networkFields);

const byUser: Reason = { code: 'user', text: 'Closed by you.' };

export interface ConnectionsParts {
  services: Services;
  journal: Journal;
  lens: Lens;
  feed: Feed;
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
    const { service, settings } = this.#prepare(profile.service, profile.settings, secrets, profile.secrets);
    const { feed } = this.#parts;
    const { id } = profile;
    const network = createNetwork(networkSettings.parse(settings));
    // One that was replaced may still have something to tell: of the profile, the present one is shown.
    const present = () => this.#open.get(id) ?? connection;
    const connection: Connection = new Connection({
      profile: id,
      service,
      settings,
      network,
      lens: this.#parts.lens,
      journal: this.#parts.journal,
      redact: this.#redactor(settings, secrets),
      changed: () => feed.gather(`connection/${id}`, 'connection:changed', () => present().state),
      directoryChanged: () => feed.gather(`directory/${id}`, 'directory:changed', () => present().directory.take()),
    });
    this.#open.set(id, connection);
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
  }

  retry(profile: ProfileId): void {
    this.#open.get(profile)?.retry();
  }

  perform(profile: ProfileId, action: string, input: Record<string, unknown>): Promise<Performed> {
    const connection = this.#open.get(profile);
    if (!connection) throw new Problem('not-connected', 'The connection is not open. Connect first.');
    return connection.perform(action, input);
  }

  /** Runs the test-connection report over settings that need not be saved. Resolves with the finished steps. */
  async diagnose(
    run: string,
    profile: Pick<Profile, 'service' | 'settings'>,
    secrets: Record<string, string>,
  ): Promise<DiagnosisStep[]> {
    const { service, settings } = this.#prepare(profile.service, profile.settings, secrets, {});
    const redact = this.#redactor(settings, secrets);
    const network = createNetwork(networkSettings.parse(settings));
    const abort = new AbortController();
    this.#diagnoses.set(run, abort);
    try {
      return await this.#report(run, service.diagnose(settings, network, abort.signal), redact);
    } catch (error) {
      const { reason, retry } = refusalOf(error);
      throw Problem.of(new Refusal(redact(reason), { retry }));
    } finally {
      this.#diagnoses.delete(run);
      network.close();
    }
  }

  stopDiagnosis(run: string): void {
    this.#diagnoses.get(run)?.abort();
  }

  async closeAll(reason: Reason): Promise<void> {
    for (const abort of this.#diagnoses.values()) abort.abort();
    await Promise.allSettled([...this.#open.values()].map((connection) => connection.close(reason)));
  }

  async #report(
    run: string,
    steps: AsyncIterable<DiagnosisStep>,
    redact: <V>(value: V) => V,
  ): Promise<DiagnosisStep[]> {
    const found = new Map<string, DiagnosisStep>();
    for await (const raw of steps) {
      const step = redact(raw);
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
  #redactor(settings: Record<string, unknown>, secrets: Record<string, string>): <Value>(value: Value) => Value {
    const users = Object.values(settings).filter((value) => typeof value === 'string');
    return createRedactor(Object.values(secrets), users);
  }
}
