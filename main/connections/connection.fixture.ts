import { z } from 'zod';
import type { EntryRow } from '../../preload/contract/index.ts';
import type { Draft, Revision } from '../journal/draft.ts';
import type { Journal } from '../journal/journal.ts';
import { createRedactor } from '../redact.ts';
import { Refusal } from '../refusal.ts';
import { aMemory } from '../services/service.fixture.ts';
import type { Context, Service, Session } from '../services/service.ts';
import { createNetwork } from '../transports/network.ts';
import { networkFields } from '../transports/network-fields.ts';
import { Connection, type ConnectionParts } from './connection.ts';

const settings = z.strictObject({ ...networkFields, password: z.string().optional().meta({ secret: true }) });

/** A service whose every step the test decides. */
export function aService(): {
  service: Service;
  attempts: { resolve(): void; reject(refusal: Refusal): void; signal: AbortSignal }[];
  context(): Context<unknown>;
  closed(): number;
} {
  const attempts: ReturnType<typeof aService>['attempts'] = [];
  let context: Context<unknown> | undefined;
  let closed = 0;
  const session: Session = {
    connect: (signal) =>
      new Promise((resolve, reject) => {
        attempts.push({ resolve, reject, signal });
        signal.addEventListener('abort', () => reject(aRefusal('aborted', false)));
      }),
    close: async () => {
      closed++;
    },
  };
  const service: Service = {
    id: 'fake',
    title: 'Fake',
    summary: 'A service in the hands of a test',
    badge: 'FK',
    settings,
    actions: {
      say: {
        title: 'Say',
        summary: 'Says a word',
        input: z.strictObject({ word: z.string().min(1, 'Say something') }),
        perform(_, { word }) {
          if (word === 'odd') throw new TypeError('hunter22 is not a function');
          if (word === 'forbidden') throw aRefusal('That word is hunter22.', false);
          return { entry: 7 };
        },
        preview(_, { word }) {
          if (word === 'forbidden') throw aRefusal('That word is hunter22.', false);
          return { kind: 'say', args: [word, Uint8Array.of(1, 2, 3)], facts: [] };
        },
      },
      shout: { title: 'Shout', summary: 'Says nothing', input: z.strictObject({}), perform: () => ({ entry: null }) },
    },
    directory: [],
    firstStep: 'Say a word',
    start(given) {
      context = given;
      return session;
    },
    async *diagnose() {},
  };
  return {
    service,
    attempts,
    context: () => {
      if (!context) throw new Error('not started');
      return context;
    },
    closed: () => closed,
  };
}

export function aRefusal(text: string, retry: boolean): Refusal {
  return new Refusal({ code: 'dropped', text }, { retry });
}

/** A journal that keeps what it is given. */
export function aJournal(): { journal: Journal; drafts: Draft[]; revisions: [number, Revision][] } {
  const drafts: Draft[] = [];
  const revisions: [number, Revision][] = [];
  const journal: Journal = {
    append: (_, draft) => drafts.push(draft),
    revise: (id, revision) => revisions.push([id, revision]),
    watch: async () => ({ count: drafts.length, scan: null }),
    stopScan: async () => {},
    unwatch: () => {},
    suggest: async () => [],
    page: async (_, offset) => ({ offset, rows: [], count: 0 }),
    locate: async () => ({ index: 0, id: null, exact: false }),
    bookmark: async () => false,
    delete: async () => ({ count: 0 }),
    entry: async () => undefined,
    args: async (id) => {
      const draft = drafts[id - 1];
      return draft && { profile: 'p', row: {} as EntryRow, args: [...draft.args] };
    },
    retryVerdicts: async () => [],
    clear: async () => {},
    capture: { taken: 0, lost: 0, queued: 0, room: 0, held: false, full: false },
    retain: async () => {},
    keepInParts() {},
    usage: async () => ({ profiles: [], file: 0, free: 0 }),
    compact: async () => {},
    export: async () => 0,
    previewExport: () => Promise.reject(new Error('Nothing is kept here.')),
    stopExport: async () => {},
    import: () => Promise.reject(new Error('Nothing is kept here.')),
    flush: async () => {},
    close: async () => {},
  };
  return { journal, drafts, revisions };
}

export function aConnection(parts: Partial<ConnectionParts> = {}) {
  const fake = aService();
  const { journal, drafts, revisions } = aJournal();
  const states: string[] = [];
  const connection: Connection = new Connection({
    profile: '3d0c7cf6-2d6e-4d39-9d6a-0d4bd0b0c001',
    service: fake.service,
    settings: settings.parse({}),
    network: createNetwork(z.object(networkFields).parse({})),
    lens: {
      open: async () => ({ state: 'broken', reason: 'no lens here', facts: [] }),
      openSigned: async () => undefined,
      verify: async () => ({ signature: { state: 'unsigned' }, facts: [] }),
      sign: async () => new Uint8Array(),
      seal: async () => ({ envelope: new Uint8Array(), facts: [] }),
      canSeal: async () => false,
      identity: () => undefined,
      sharedKeys: async () => [],
      decrypt: async () => undefined,
    },
    journal,
    redactor: createRedactor([]),
    memory: aMemory(),
    counts: { answered: () => {}, unanswered: () => {}, reconnecting: () => {} },
    retryVerdicts: () => {},
    sessionOf: async () => Promise.reject(aRefusal('no other profile', false)),
    changed: () => states.push(connection?.state.state.state ?? 'idle'),
    directoryChanged: () => {},
    ...parts,
  });
  return { ...fake, connection, drafts, revisions, states };
}
