import type { Bridge } from '../preload/bridge.ts';
import { defaultPreferences } from '../preload/contract/default-preferences.ts';
import type {
  Answer,
  Connection,
  ContractError,
  Emulator,
  EntryRow,
  Event,
  EventName,
  Input,
  Output,
  Place,
  Profile,
  RequestName,
  ServiceDescription,
  Snapshot,
} from '../preload/contract/index.ts';

type Listener = (event: never, sequence: number) => void;
type Handler = (input: never) => unknown;

/** Throw it in a handler to answer with an error. */
export class FakeRefusal extends Error {
  readonly error: ContractError;
  constructor(error: ContractError) {
    super(error.message);
    this.error = error;
  }
}

/** A host in memory: answers from `snapshot` and `rows`, or with the handlers a test gives it. */
export class FakeBridge implements Bridge {
  snapshot: Snapshot;
  /** What every view of the journal shows, oldest first. */
  rows: EntryRow[] = [];
  readonly asked: { name: RequestName; input: unknown }[] = [];
  readonly #handlers = new Map<RequestName, Handler>();
  readonly #listeners = new Map<EventName, Set<Listener>>();

  constructor(snapshot: Partial<Snapshot> = {}) {
    this.snapshot = aSnapshot(snapshot);
    this.answer('app:snapshot', () => this.snapshot);
    this.answer('preferences:save', (input) => ({ ...this.snapshot.preferences, ...(input as object) }) as never);
    this.answer('journal:watch', () => ({ count: this.rows.length, scan: null }));
    this.answer('journal:page', ({ offset, limit }) => ({
      offset,
      rows: this.rows.slice(offset, offset + limit),
      count: this.rows.length,
    }));
    this.answer('journal:locate', ({ place }) => indexIn(this.rows, place));
    this.answer('directory:list', () => ({ items: [] }));
  }

  answer<Name extends RequestName>(
    name: Name,
    handler: (input: Input<Name>) => Output<Name> | Promise<Output<Name>>,
  ): void {
    this.#handlers.set(name, handler as Handler);
  }

  /** Sends an event with the next sequence number. */
  emit<Name extends EventName>(name: Name, event: Event<Name>): void {
    this.snapshot = { ...this.snapshot, sequence: this.snapshot.sequence + 1 };
    for (const listener of this.#listeners.get(name) ?? []) listener(event as never, this.snapshot.sequence);
  }

  /** Loses an event: its number is used up. */
  lose(): void {
    this.snapshot = { ...this.snapshot, sequence: this.snapshot.sequence + 1 };
  }

  async request<Name extends RequestName>(name: Name, input: Input<Name>): Promise<Answer<Output<Name>>> {
    this.asked.push({ name, input: structuredClone(input) });
    try {
      const value = await this.#handlers.get(name)?.(input as never);
      return { ok: true, value: (value ?? {}) as Output<Name> };
    } catch (problem) {
      if (problem instanceof FakeRefusal) return { ok: false, error: problem.error };
      throw problem;
    }
  }

  on<Name extends EventName>(name: Name, listener: (event: Event<Name>, sequence: number) => void): () => void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set.add(listener as Listener));
    return () => set.delete(listener as Listener);
  }

  /** The inputs of all requests of one name. */
  inputs<Name extends RequestName>(name: Name): Input<Name>[] {
    return this.asked.filter((request) => request.name === name).map((request) => request.input as Input<Name>);
  }
}

/** As `journal:locate` answers for a view of these rows. */
export function indexIn(rows: readonly EntryRow[], place: Place): Output<'journal:locate'> {
  const found = rows.findIndex(({ id, at }) => ('time' in place ? at >= place.time : id >= idAt(rows, place)));
  const index = found < 0 ? rows.length : found;
  const id = rows[index]?.id ?? null;
  return { index, id, exact: !('time' in place) && id === idAt(rows, place) };
}

function idAt(rows: readonly EntryRow[], place: Exclude<Place, { time: number }>): number {
  if ('id' in place) return place.id;
  const { landmark, way, from } = place;
  const marked = rows.filter(({ tone, bookmark }) => (landmark === 'failed' ? tone === 'bad' : bookmark));
  const found = way === 'next' ? marked.find(({ id }) => id > from) : marked.findLast(({ id }) => id < from);
  return found?.id ?? Number.POSITIVE_INFINITY;
}

export function aSnapshot(part: Partial<Snapshot> = {}): Snapshot {
  return {
    sequence: 0,
    version: '0.0.0',
    capabilities: { menu: false },
    platform: 'linux',
    services: [aService()],
    tools: [],
    profiles: [],
    connections: [],
    archives: [],
    keyring: [],
    verdicts: null,
    emulators: [],
    capture: { taken: 0, lost: 0, queued: 0, room: 256_000_000, held: false, full: false },
    preferences: defaultPreferences,
    vault: { strength: 'keychain', backend: 'gnome_libsecret' },
    notices: [],
    ...part,
  };
}

export function aProfile(part: Partial<Profile> = {}): Profile {
  return {
    id: crypto.randomUUID(),
    service: 'post',
    name: 'Alice',
    folder: '',
    settings: { url: 'https://post.example' },
    keeping: 'ask',
    secrets: {},
    demo: false,
    ...part,
  };
}

export function aConnection(profile: string, state: Connection['state'] = { state: 'idle' }): Connection {
  return { profile, state, meters: [] };
}

export function anEmulator(part: Partial<Emulator> = {}): Emulator {
  return {
    id: crypto.randomUUID(),
    service: 'post',
    title: 'Post office emulator',
    url: 'ws://127.0.0.1:1',
    tape: null,
    ...part,
  };
}

export function aService(part: Partial<ServiceDescription> = {}): ServiceDescription {
  return {
    id: 'post',
    title: 'Post office',
    summary: 'Letters between addresses, for tests.',
    badge: 'PO',
    settings: [
      { kind: 'text', name: 'url', label: 'Server URL', required: true, placeholder: 'https://…' },
      { kind: 'text', name: 'user', label: 'User', required: false, section: 'Account' },
      { kind: 'secret', name: 'password', label: 'Password', required: true, section: 'Account' },
      { kind: 'number', name: 'timeout', label: 'Give up after', required: false, whole: true, default: 20, unit: 's' },
      {
        kind: 'rows',
        name: 'headers',
        label: 'Extra headers',
        required: false,
        section: 'Network and TLS',
        fields: [
          { kind: 'text', name: 'name', label: 'Name', required: true },
          { kind: 'text', name: 'value', label: 'Value', required: true },
        ],
      },
      {
        kind: 'text',
        name: 'pinnedCertificate',
        label: 'Trusted certificate',
        required: false,
        section: 'Network and TLS',
      },
    ],
    actions: [
      {
        id: 'send',
        title: 'Send a letter',
        summary: 'Hands one letter to an address.',
        preview: false,
        form: [
          { kind: 'text', name: 'to', label: 'To', required: true, suggest: 'address' },
          {
            kind: 'content',
            name: 'content',
            label: 'Content',
            required: true,
            forms: ['text', 'json', 'binary'],
          },
        ],
      },
    ],
    directory: [{ kind: 'address', title: 'Addresses', empty: 'No address is known yet.' }],
    firstStep: 'Send a letter, or wait for one.',
    demo: true,
    ...part,
  };
}

let lastEntry = 0;

export function anEntryRow(part: Partial<EntryRow> = {}): EntryRow {
  lastEntry += 1;
  return {
    id: lastEntry,
    profile: crypto.randomUUID(),
    at: 1_760_000_000_000 + lastEntry * 250,
    direction: 'in',
    kind: 'letter',
    tone: 'plain',
    from: 'alice@post.example',
    to: 'bob@post.example',
    size: 42,
    preview: `Letter ${lastEntry}`,
    marks: [],
    steps: [],
    waiting: false,
    opened: { state: 'plain' },
    signature: { state: 'none' },
    offers: false,
    links: false,
    ...part,
  };
}
