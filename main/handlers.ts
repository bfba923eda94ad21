import type { z } from 'zod';
import { parseFilter } from '../preload/contract/filter/index.ts';
import {
  type Answer,
  type EntryRow,
  type Output,
  type RequestName,
  type Requests,
  requests,
  type Snapshot,
} from '../preload/contract/index.ts';
import type { Connections } from './connections/connections.ts';
import type { Statistics } from './connections/statistics.ts';
import type { Verdicts } from './connections/verdicts.ts';
import type { Demo } from './demo.ts';
import type { Emulators } from './emulators/emulators.ts';
import type { Exports } from './exports.ts';
import type { Feed, Subscription } from './feed.ts';
import type { Archives } from './journal/archives.ts';
import { exportPrivateKey, exportPublic } from './keyring/export.ts';
import type { Keyring } from './keyring/keyring.ts';
import { makeIdentity } from './keyring/new-identity.ts';
import type { Readings } from './keyring/readings.ts';
import { readLink } from './link.ts';
import type { PreferencesFile } from './preferences.ts';
import { Problem } from './problem.ts';
import type { Profiles } from './profiles/profiles.ts';
import type { ShownJournal } from './routed-journal.ts';
import { fieldErrors } from './services/form.ts';
import type { Tapes } from './tapes.ts';
import type { Toolbox } from './toolbox.ts';

export type Handlers = {
  [Name in RequestName]: (
    input: z.output<Requests[Name]['input']>,
    client: Viewer,
  ) => Promise<Output<Name>> | Output<Name>;
};

/** One interface: what it is told, and what ends with it: its views, and keys it gave and did not import yet. */
export interface Viewer {
  subscription: Subscription;
  views: Set<string>;
  /** Ends the watching of a profile's statistics. */
  measures: Map<string, () => void>;
  readings: Readings;
}

export interface HandlerParts {
  snapshot(viewer: Viewer): Snapshot;
  openLink(url: URL): Promise<void>;
  /** Somebody looks at these rows now. */
  look(rows: readonly EntryRow[]): void;
  /** Large payloads are kept in parts as the preferences say; what is beyond their retention is deleted, in the background. */
  retain(): void;
  feed: Feed;
  preferences: PreferencesFile;
  profiles: Profiles;
  connections: Connections;
  statistics: Statistics;
  verdicts: Verdicts;
  journal: ShownJournal;
  archives: Archives;
  keyring: Keyring;
  emulators: Emulators;
  demo: Demo;
  tapes: Tapes;
  toolbox: Toolbox;
  exports: Exports;
}

/** What answers each request of the contract. Input has been parsed. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { feed, preferences, profiles, connections, verdicts, journal, keyring, emulators, demo, tapes, look } = parts;
  const { archives } = parts;
  return {
    'app:snapshot': (_, viewer) => parts.snapshot(viewer),
    'app:open-link': async ({ url }) => {
      await parts.openLink(readLink(url));
      return {};
    },

    'preferences:save': async (changes) => {
      const saved = await preferences.save(changes);
      feed.publish('preferences:changed', saved);
      parts.retain();
      return saved;
    },

    'profile:save': ({ id, draft, secrets }) => profiles.save(id, draft, secrets),
    'profile:duplicate': ({ id }) => profiles.duplicate(id),
    'profile:remove': async ({ id }) => {
      await connections.remove(id);
      await profiles.remove(id);
      return {};
    },
    'profile:restore': ({ id }) => profiles.restore(id),
    'profile:arrange': async ({ order }) => {
      await profiles.arrange(order);
      return {};
    },
    'profile:export': ({ ids }) => ({ files: profiles.export(ids) }),
    'profile:import': ({ files }) => profiles.import(files),

    'connection:open': async ({ profile: id, secrets }) => {
      const profile = profiles.get(id);
      if (demo.sleeps(profile)) await demo.start(profile.service);
      else {
        await profiles.secrets.keep(profile, secrets);
        connections.open(profile, { ...(await profiles.secrets.of(profiles.get(id))), ...secrets });
      }
      return {};
    },
    'connection:close': async ({ profile }) => {
      await connections.close(profile);
      return {};
    },
    'connection:retry': ({ profile }) => {
      connections.retry(profile);
      return {};
    },
    'connection:answer': ({ profile, question, input, secrets }) => {
      connections.answer(profile, question, { ...input, ...secrets });
      return {};
    },
    'connection:perform': async ({ profile, action, input }) => connections.perform(profile, action, input),
    'connection:preview': ({ profile: id, ...asked }) => {
      const profile = profiles.get(id);
      return connections.preview(profile, () => profiles.secrets.of(profile), asked);
    },
    'connection:diagnose': async ({ run, profile, draft, secrets }) => {
      const known = profile === null ? {} : await profiles.secrets.of(profiles.get(profile));
      return { steps: await connections.diagnose(run, draft, { ...known, ...secrets }) };
    },
    'connection:stop-diagnosis': ({ run }) => {
      connections.stopDiagnosis(run);
      return {};
    },

    'directory:list': ({ profile }) => ({ items: connections.directory(profile) }),

    'journal:watch': (view, viewer) => {
      checkFilter(view.filter);
      viewer.views.add(view.view);
      return journal.watch({ ...view, names: new Map(profiles.list().map(({ id, name }) => [id, name])) });
    },
    'journal:stop-scan': async ({ view }) => {
      await journal.stopScan(view);
      return {};
    },
    'journal:unwatch': ({ view }, viewer) => {
      if (viewer.views.delete(view)) journal.unwatch(view);
      return {};
    },
    'journal:page': async ({ view, offset, limit }) => {
      const page = await journal.page(view, offset, limit);
      look(page.rows);
      return page;
    },
    'journal:entry': async ({ id, limit }) => {
      const entry = await journal.entry(id, limit);
      if (!entry) throw new Problem('not-found', 'This entry is no longer in the journal.');
      look([entry.row]);
      return entry;
    },
    'journal:locate': ({ view, place }) => journal.locate(view, place),
    'journal:suggest': async (asked) => {
      if (asked.field !== 'connection') return { values: await journal.suggest(asked) };
      const text = asked.text.toLowerCase();
      const names = profiles
        .list()
        .filter(({ id }) => asked.profiles.includes(id))
        .map(({ name }) => name);
      return { values: names.filter((name) => name.toLowerCase().includes(text)) };
    },
    'journal:bookmark': async ({ id, bookmark }) => {
      if (!(await journal.bookmark(id, bookmark))) {
        throw new Problem('not-found', 'This entry is no longer in the journal.');
      }
      return {};
    },
    'journal:delete': ({ view, from, to }) => journal.delete(view, from, to),
    'journal:usage': () => journal.usage(),
    'journal:compact': async () => {
      await journal.compact();
      return {};
    },
    'journal:clear': async ({ profile }) => {
      await journal.clear(profile);
      return {};
    },

    'statistics:watch': ({ profile }, { measures, subscription }) => {
      measures.get(profile)?.();
      const { now, stop } = parts.statistics.watch(profile, (measurement) =>
        subscription.publish('statistics:measured', { profile, ...measurement }),
      );
      measures.set(profile, stop);
      return now;
    },
    'statistics:unwatch': ({ profile }, { measures }) => {
      measures.get(profile)?.();
      measures.delete(profile);
      return {};
    },

    'export:preview': (asked) => {
      checkFilter(asked.filter);
      return parts.exports.preview(asked);
    },
    'export:start': (asked) => {
      checkFilter(asked.filter);
      return parts.exports.start(asked);
    },
    'export:cancel': async ({ id }) => {
      await parts.exports.cancel(id);
      return {};
    },

    'archive:begin': async ({ name, size }) => ({ id: await archives.create(name, size) }),
    'archive:write': async ({ id, base64 }) => {
      if (!(await archives.write(id, Buffer.from(base64, 'base64')))) {
        throw new Problem('not-found', 'This file is not being opened any more.');
      }
      return {};
    },
    'archive:finish': async ({ id }) => {
      const known = profiles.list().map(({ id, name, service }) => ({ id, name, service }));
      try {
        return { archive: (await archives.finish(id, known)) ?? null };
      } catch (error) {
        throw new Problem('failed', error instanceof Error ? error.message : 'This file cannot be read.');
      }
    },
    'archive:close': async ({ id }) => {
      await archives.close(id);
      return {};
    },

    'verdicts:stop': () => {
      verdicts.stop();
      return {};
    },

    'keyring:read': (given, { readings }) => readings.read(given),
    'keyring:unlock': (given, { readings }) => readings.unlock(given),
    'keyring:drop': ({ reading }, { readings }) => {
      readings.drop(reading);
      return {};
    },
    'keyring:import': async (chosen, { readings }) => ({ items: await readings.import(chosen) }),
    'keyring:generate': async ({ keep, ...wanted }) => {
      const [item] = await keyring.add([await makeIdentity(wanted)], keep);
      if (!item) throw new Problem('failed', 'The new key could not be kept.');
      return item;
    },
    'keyring:export': ({ id, part }) => exportPublic(keyring, id, part),
    'keyring:export-private-key': ({ id, passphrase }) => exportPrivateKey(keyring, id, passphrase),
    'keyring:remove': async ({ id }) => {
      await keyring.remove(id);
      return {};
    },

    'tool:run': ({ tool, input, secrets }) => parts.toolbox.run(tool, { ...input, ...secrets }),

    'emulator:start': ({ service }) => demo.start(service),
    'emulator:start-tape': async (asked) => {
      checkFilter(asked.filter);
      return { emulator: await tapes.start(asked) };
    },
    'emulator:play': async ({ id, ...how }) => {
      await emulators.play(id, how);
      return {};
    },
    'emulator:accounts': ({ id }) => ({ accounts: tapes.accounts(id) }),
    'emulator:connect': async ({ id }) => ({ profile: await tapes.connect(id) }),
    'emulator:stop': async ({ id }) => {
      await emulators.stop(id);
      return {};
    },
    'emulator:fault': async ({ id, fault }) => {
      await emulators.commit(id, fault);
      return {};
    },
  };
}

/** Parses and answers; whatever goes wrong becomes data. */
export async function answer(handlers: Handlers, viewer: Viewer, name: unknown, input: unknown): Promise<Answer> {
  try {
    if (!isRequestName(name)) throw new Problem('invalid-input', 'There is no such request.');
    const parsed = requests[name].input.safeParse(input);
    if (!parsed.success) {
      throw new Problem('invalid-input', 'Some fields need attention.', { fields: fieldErrors(parsed.error) });
    }
    const handle = handlers[name] as (input: unknown, viewer: Viewer) => unknown;
    return { ok: true, value: await handle(parsed.data, viewer) };
  } catch (error) {
    if (error instanceof Problem) return { ok: false, error: error.error };
    const details = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { ok: false, error: { code: 'internal', message: 'Patchbay met a defect of its own.', details } };
  }
}

function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(requests, name);
}

function checkFilter(filter: string): void {
  const parsed = parseFilter(filter);
  if (!parsed.ok) {
    throw new Problem('invalid-input', 'The filter cannot be read.', { fields: { filter: parsed.problem.message } });
  }
}
