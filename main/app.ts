import { chmod, mkdir } from 'node:fs/promises';
import type { z } from 'zod';
import {
  type Answer,
  type Batch,
  type EntryRow,
  type Output,
  type Profile,
  type ProfileId,
  type RequestName,
  type Requests,
  requests,
  type Snapshot,
} from '../preload/contract/index.ts';
import { Connections } from './connections/connections.ts';
import { Verdicts } from './connections/verdicts.ts';
import { createOpener } from './crypto/opener.ts';
import { createEmulators } from './emulators/emulators.ts';
import { Feed, type Subscription } from './feed.ts';
import { openJournal } from './journal/journal.ts';
import { openKeyring } from './keyring/keyring.ts';
import { openSecrets } from './keyring/secrets.ts';
import type { Vault } from './keyring/vault.ts';
import { openPreferences } from './preferences.ts';
import { Problem } from './problem.ts';
import { Profiles } from './profiles/profiles.ts';
import { fieldErrors } from './services/form.ts';
import { describe, services } from './services/index.ts';

/** What the app needs from its host. */
export interface Ports {
  /** Folder of the user's data; made with mode 0700. */
  folder: string;
  version: string;
  vault: Vault;
  /** Script files of the three workers. */
  workers: { journal: string; crypto: string; emulator: string };
  /** Hands an `https:` link to the system, after a question where that is needed. */
  openLink(url: URL): Promise<void>;
  /** The host shows native menus. */
  menu: boolean;
  /** What the host itself has to tell the user. */
  notices: string[];
}

export interface App {
  /** One interface: its events go to `deliver`, its requests come through the answer. */
  connect(deliver: (batch: Batch) => void): Client;
  /** A native menu item was chosen. */
  choose(command: string): void;
  /** Closes connections, writes what is pending, ends the workers. */
  close(): Promise<void>;
}

export interface Client {
  /** Never rejects. `name` and `input` are not trusted. */
  request(name: unknown, input: unknown): Promise<Answer>;
  /** The interface is gone or reloaded: its views are closed. */
  close(): void;
}

type Handlers = {
  [Name in RequestName]: (
    input: z.output<Requests[Name]['input']>,
    client: Viewer,
  ) => Promise<Output<Name>> | Output<Name>;
};

/** One interface: what it is told, and the views that end with it. */
interface Viewer {
  subscription: Subscription;
  views: Set<string>;
}

/** Rejects when the user's data cannot be opened at all. */
export async function createApp(ports: Ports): Promise<App> {
  await mkdir(ports.folder, { recursive: true, mode: 0o700 });
  await chmod(ports.folder, 0o700);
  const feed = new Feed();
  const viewers = new Set<Viewer>();
  const look = (rows: readonly EntryRow[]) => verdicts.look(rows);

  const { journal, notices: journalNotices } = await openJournal({
    folder: ports.folder,
    worker: ports.workers.journal,
    on: {
      appended(event) {
        for (const viewer of viewers)
          if (viewer.views.has(event.view)) viewer.subscription.publish('journal:appended', event);
        look(event.tail);
      },
      revised(event) {
        feed.publish('journal:revised', event);
        look(event.rows);
      },
      troubled: (notice) => feed.publish('journal:troubled', { notice }),
    },
  });
  const opener = createOpener(ports.workers.crypto);
  const secrets = await openSecrets({ folder: ports.folder, vault: ports.vault });
  const keyring = await openKeyring({ folder: ports.folder, secrets, opener });
  const preferences = await openPreferences(ports.folder);
  const profiles = await Profiles.open({
    folder: ports.folder,
    secrets,
    services,
    changed: () => feed.gather('profiles', 'profile:changed', () => ({ profiles: profiles.list() })),
  });
  const connections = new Connections({ services, journal, lens: keyring.lens(), feed });
  const serviceOf = (id: ProfileId) => services[profiles.list().find((profile) => profile.id === id)?.service ?? ''];
  const verdicts = new Verdicts(journal, keyring.lens(), serviceOf);
  const emulators = createEmulators(ports.workers.emulator, () =>
    feed.gather('emulators', 'emulator:changed', () => ({ emulators: emulators.list() })),
  );
  keyring.onChanged(() => {
    feed.gather('keyring', 'keyring:changed', () => ({ items: keyring.items() }));
    journal.retryVerdicts().catch((error: Error) => feed.publish('journal:troubled', { notice: error.message }));
  });

  async function open(profile: Profile, given: Record<string, string>): Promise<void> {
    await profiles.keepSecrets(profile, given);
    connections.open(profile, { ...(await profiles.secretsOf(profiles.get(profile.id))), ...given });
  }

  async function startDemo(service: string): Promise<Output<'emulator:start'>> {
    const { accounts, ...emulator } = await emulators.start(service, {});
    await keyring.addDemo(accounts.flatMap((account) => account.keys));
    const made: Profile[] = [];
    for (const { name, settings } of accounts) made.push(await profiles.saveDemo(service, name, settings));
    for (const { id } of made) await connections.close(id);
    for (const { id } of made) await open(profiles.get(id), {});
    return { emulator, profiles: made.map(({ id }) => id) };
  }

  const notices = [
    ...ports.notices,
    ...journalNotices,
    ...[secrets.notice, keyring.notice, preferences.notice, profiles.notice].filter((notice) => notice !== undefined),
  ];

  function snapshot(viewer: Viewer): Snapshot {
    return {
      sequence: viewer.subscription.sequence,
      version: ports.version,
      capabilities: { menu: ports.menu },
      platform: platforms[process.platform] ?? 'linux',
      services: Object.values(services).map(describe),
      profiles: profiles.list(),
      connections: connections.list(),
      keyring: keyring.items(),
      emulators: emulators.list(),
      preferences: preferences.value,
      vault: ports.vault.state,
      notices,
    };
  }

  const handlers: Handlers = {
    'app:snapshot': (_, viewer) => snapshot(viewer),
    'app:open-link': async ({ url }) => {
      if (!URL.canParse(url)) throw new Problem('invalid-input', 'This is not a link.');
      await ports.openLink(new URL(url));
      return {};
    },

    'preferences:save': async (changes) => {
      const saved = await preferences.save(changes);
      feed.publish('preferences:changed', saved);
      return saved;
    },

    'profile:save': ({ id, draft, secrets }) => profiles.save(id, draft, secrets),
    'profile:duplicate': ({ id }) => profiles.duplicate(id),
    'profile:remove': async ({ id }) => {
      await connections.close(id);
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
      if (profile.demo && !emulators.list().some(({ service }) => service === profile.service)) {
        await startDemo(profile.service);
      } else await open(profile, secrets);
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
    'connection:perform': async ({ profile, action, input }) => connections.perform(profile, action, input),
    'connection:diagnose': async ({ run, profile, draft, secrets }) => {
      const known = profile === null ? {} : await profiles.secretsOf(profiles.get(profile));
      return { steps: await connections.diagnose(run, draft, { ...known, ...secrets }) };
    },
    'connection:stop-diagnosis': ({ run }) => {
      connections.stopDiagnosis(run);
      return {};
    },

    'directory:list': ({ profile }) => ({ items: connections.directory(profile) }),

    'journal:watch': async (view, viewer) => {
      viewer.views.add(view.view);
      return journal.watch(view);
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
    'journal:clear': async ({ profile }) => {
      await journal.clear(profile);
      return {};
    },

    'keyring:import': (input) => keyring.import(input),
    'keyring:remove': async ({ id }) => {
      await keyring.remove(id);
      return {};
    },

    'emulator:start': ({ service }) => startDemo(service),
    'emulator:stop': async ({ id }) => {
      await emulators.stop(id);
      return {};
    },
    'emulator:fault': async ({ id, fault }) => {
      await emulators.commit(id, fault);
      return {};
    },
  };

  return {
    connect(deliver) {
      const viewer: Viewer = { subscription: feed.subscribe(deliver), views: new Set() };
      viewers.add(viewer);
      return {
        request: (name, input) => answer(handlers, viewer, name, input),
        close() {
          viewer.subscription.close();
          viewers.delete(viewer);
          for (const view of viewer.views) journal.unwatch(view);
        },
      };
    },
    choose: (command) => feed.publish('menu:chosen', { command }),
    async close() {
      await connections.closeAll({ code: 'user', text: 'Patchbay was closed.' });
      await emulators.close();
      await journal.close();
      await opener.close();
      feed.close();
    },
  };
}

const platforms: Partial<Record<NodeJS.Platform, Snapshot['platform']>> = { darwin: 'mac', win32: 'windows' };

async function answer(handlers: Handlers, viewer: Viewer, name: unknown, input: unknown): Promise<Answer> {
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
