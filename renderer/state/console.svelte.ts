import { SvelteMap } from 'svelte/reactivity';
import type { Bridge } from '../../preload/bridge.ts';
import { defaultPreferences } from '../../preload/contract/default-preferences.ts';
import type {
  Archive,
  Capture,
  Colour,
  Connection,
  Emulator,
  Event,
  EventName,
  Input,
  KeyringItem,
  Output,
  Preferences,
  Profile,
  ProfileId,
  RequestName,
  ServiceDescription,
  Snapshot,
  ToolDescription,
  VaultState,
  VerdictsProgress,
} from '../../preload/contract/index.ts';
import { Hues } from './hues.ts';
import { LivePreferences } from './live-preferences.svelte.ts';
import { RequestProblem } from './request-problem.ts';

type Appliers = { [Name in EventName]: (event: Event<Name>) => void };

/** For events that only the views looking at the matter listen to. */
const leaveToViews = () => {};

/** What main has told: the snapshot, kept true by events. Asks for the snapshot again when an event was missed. */
export class Console {
  readonly bridge: Bridge;
  phase = $state<'starting' | 'ready' | 'failed'>('starting');
  /** Why the snapshot could not be had, while `phase` is `failed`. */
  problem = $state.raw<RequestProblem | null>(null);
  /** Counts snapshots: a view that pages what is not in the snapshot asks again when it changes. */
  generation = $state(0);

  version = $state('');
  capabilities = $state.raw<Snapshot['capabilities']>({ menu: false });
  platform = $state<Snapshot['platform']>('linux');
  services = $state.raw<ServiceDescription[]>([]);
  tools = $state.raw<ToolDescription[]>([]);
  profiles = $state.raw<Profile[]>([]);
  keyring = $state.raw<KeyringItem[]>([]);
  emulators = $state.raw<Emulator[]>([]);
  /** How entries get to the disk. */
  capture = $state.raw<Capture>({ taken: 0, lost: 0, queued: 0, room: 0, held: false, full: false });
  vault = $state.raw<VaultState>({ strength: 'none', backend: '' });
  /** How far messages that could not be judged before have been judged again. */
  verdicts = $state.raw<VerdictsProgress>(null);
  /** Opened files of somebody else. */
  archives = $state.raw<Archive[]>([]);
  notices = $state.raw<string[]>([]);
  readonly #preferences = new LivePreferences(defaultPreferences);
  readonly #hues = new Hues();
  readonly #connections = new SvelteMap<ProfileId, Connection>();

  /** Sequence number of the last event contained in what is shown. */
  #contained = 0;
  /** Sequence number of the last event received; null before the first. */
  #seen: number | null = null;
  #held: { sequence: number; apply: () => void }[] | null = null;
  readonly #undo: (() => void)[];

  readonly #appliers: Appliers = {
    'preferences:changed': (preferences) => this.takePreferences(preferences),
    'profile:changed': ({ profiles }) => this.#showProfiles(profiles),
    'connection:changed': (connection) => this.#connections.set(connection.profile, connection),
    'connection:diagnosed': leaveToViews,
    'directory:changed': leaveToViews,
    'journal:appended': leaveToViews,
    'journal:revised': leaveToViews,
    'archive:changed': ({ archives }) => {
      this.archives = archives;
    },
    'archive:read': leaveToViews,
    'export:changed': leaveToViews,
    'capture:changed': (capture) => {
      this.capture = capture;
    },
    'journal:troubled': ({ notice }) => {
      this.notices = [...this.notices, notice];
    },
    'statistics:measured': leaveToViews,
    'verdicts:changed': ({ progress }) => {
      this.verdicts = progress;
    },
    'keyring:changed': ({ items }) => {
      this.keyring = items;
    },
    'emulator:changed': ({ emulators }) => {
      this.emulators = emulators;
    },
    'menu:chosen': leaveToViews,
  };

  constructor(bridge: Bridge) {
    this.bridge = bridge;
    this.#undo = (Object.keys(this.#appliers) as EventName[]).map((name) => this.#listen(name));
    void this.refresh();
  }

  get preferences(): Preferences {
    return this.#preferences.now;
  }

  takePreferences(preferences: Preferences): void {
    this.#preferences.take(preferences);
  }

  connection(profile: ProfileId): Connection {
    return this.#connections.get(profile) ?? { profile, state: { state: 'idle' }, meters: [] };
  }

  get connections(): Connection[] {
    return this.profiles.map((profile) => this.connection(profile.id));
  }

  profile(id: ProfileId): Profile | undefined {
    return this.profiles.find((profile) => profile.id === id);
  }

  nameOf(id: ProfileId): string {
    return this.#wherever(id)?.name ?? 'Unknown';
  }

  /** Its colour in every timeline. */
  hueOf(id: ProfileId): Colour {
    const all = this.#everyone.map((profile) => profile.id);
    return this.#hues.of(id, all);
  }

  serviceOf(id: ProfileId): ServiceDescription | undefined {
    return this.service(this.#wherever(id)?.service ?? '');
  }

  #wherever(id: ProfileId): Pick<Profile, 'name' | 'service'> | undefined {
    return this.#everyone.find((each) => each.id === id);
  }

  /** The user's profiles, and those of files that are open. */
  get #everyone(): Pick<Profile, 'id' | 'name' | 'service'>[] {
    return [...this.profiles, ...this.archives.flatMap(({ profiles }) => profiles)];
  }

  service(id: string): ServiceDescription | undefined {
    return this.services.find((service) => service.id === id);
  }

  /** Throws a {@link RequestProblem} when main answers with an error. */
  async request<Name extends RequestName>(name: Name, input: Input<Name>): Promise<Output<Name>> {
    // Reactive proxies cannot be cloned by Electron's IPC.
    const answer = await this.bridge.request(name, $state.snapshot(input) as Input<Name>);
    if (answer.ok) return answer.value;
    throw new RequestProblem(answer.error);
  }

  /** Asks for the snapshot; events that arrive meanwhile are applied on top of it. */
  async refresh(): Promise<void> {
    if (this.#held) return;
    this.#held = [];
    try {
      this.#show(await this.request('app:snapshot', {}));
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem;
      this.problem = problem;
      this.phase = 'failed';
    } finally {
      const held = this.#held;
      this.#held = null;
      for (const { sequence, apply } of held) this.#applyOnce(sequence, apply);
    }
  }

  close(): void {
    for (const undo of this.#undo) undo();
  }

  #listen<Name extends EventName>(name: Name): () => void {
    return this.bridge.on(name, (event, sequence) => this.#receive(sequence, () => this.#appliers[name](event)));
  }

  #receive(sequence: number, apply: () => void): void {
    // Events up to `contained` may still be on their way when the first snapshot arrives.
    const missed = this.#seen === null ? sequence > this.#contained + 1 : sequence !== this.#seen + 1;
    this.#seen = sequence;
    if (missed && !this.#held) void this.refresh();
    if (this.#held) this.#held.push({ sequence, apply });
    else this.#applyOnce(sequence, apply);
  }

  #applyOnce(sequence: number, apply: () => void): void {
    if (sequence <= this.#contained) return;
    this.#contained = sequence;
    apply();
  }

  #show(snapshot: Snapshot): void {
    this.#contained = snapshot.sequence;
    this.version = snapshot.version;
    this.capabilities = snapshot.capabilities;
    this.platform = snapshot.platform;
    this.services = snapshot.services;
    this.tools = snapshot.tools;
    this.#connections.clear();
    for (const connection of snapshot.connections) this.#connections.set(connection.profile, connection);
    this.#showProfiles(snapshot.profiles);
    this.archives = snapshot.archives;
    this.keyring = snapshot.keyring;
    this.emulators = snapshot.emulators;
    this.capture = snapshot.capture;
    this.takePreferences(snapshot.preferences);
    this.vault = snapshot.vault;
    this.verdicts = snapshot.verdicts;
    this.notices = snapshot.notices;
    this.problem = null;
    this.phase = 'ready';
    this.generation += 1;
  }

  #showProfiles(profiles: Profile[]): void {
    this.profiles = profiles;
    const known = new Set(profiles.map((profile) => profile.id));
    for (const id of [...this.#connections.keys()]) if (!known.has(id)) this.#connections.delete(id);
  }
}
