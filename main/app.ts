import { chmod, mkdir } from 'node:fs/promises';
import type { Answer, Batch, EntryRow, Event, Snapshot } from '../preload/contract/index.ts';
import { Connections } from './connections/connections.ts';
import { Statistics } from './connections/statistics.ts';
import { Verdicts } from './connections/verdicts.ts';
import { createOpener } from './crypto/opener.ts';
import { createDemo } from './demo.ts';
import { isEmulated } from './emulators/emulated.ts';
import { createEmulators } from './emulators/emulators.ts';
import { createExports } from './exports.ts';
import { Feed } from './feed.ts';
import { lockFolder } from './folder-lock.ts';
import { answer, createHandlers, type Viewer } from './handlers.ts';
import { Archives } from './journal/archives.ts';
import { openJournal } from './journal/journal.ts';
import { openKeyring } from './keyring/keyring.ts';
import { createReadings } from './keyring/readings.ts';
import { openSecrets } from './keyring/secrets.ts';
import type { Vault } from './keyring/vault.ts';
import { openPreferences } from './preferences.ts';
import { Profiles } from './profiles/profiles.ts';
import { routeJournal } from './routed-journal.ts';
import { describe, services } from './services/index.ts';
import { createTapes, type Tapes } from './tapes.ts';
import { createToolbox } from './toolbox.ts';

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
  /** Where a file of this name shall be written; nothing when the user wants none. */
  saveTo(name: string): Promise<string | undefined>;
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

/** Rejects when the user's data cannot be opened at all. */
export async function createApp(ports: Ports): Promise<App> {
  await mkdir(ports.folder, { recursive: true, mode: 0o700 });
  await chmod(ports.folder, 0o700);
  const unlock = lockFolder(ports.folder);
  const feed = new Feed();
  const viewers = new Set<Viewer>();
  const statistics = new Statistics();
  /** Entries of archives keep the verdicts that they came with. */
  const look = (rows: readonly EntryRow[]) => verdicts.look(rows.filter(({ id }) => !archives.ofEntry(id)));

  const toViewers = <Name extends 'journal:appended' | 'journal:revised'>(name: Name, event: Event<Name>) => {
    for (const viewer of viewers) if (viewer.views.has(event.view)) viewer.subscription.publish(name, event);
  };
  const exported = (event: Event<'export:changed'>) => feed.publish('export:changed', event);
  const { journal, notices: journalNotices } = await openJournal({
    folder: ports.folder,
    worker: ports.workers.journal,
    on: {
      taken({ profile, direction, size }) {
        if (direction !== 'note') statistics.of(profile).message(direction, size);
      },
      appended(event) {
        toViewers('journal:appended', event);
        look(event.tail);
      },
      revised(event) {
        toViewers('journal:revised', event);
        look(event.rows);
      },
      imported() {},
      exported,
      troubled: (notice) => feed.publish('journal:troubled', { notice }),
      captured: (capture) => feed.publish('capture:changed', capture),
      hold: (on) => connections.hold(on),
    },
  });
  const archives = await Archives.begin({
    folder: ports.folder,
    worker: ports.workers.journal,
    on: {
      appended: (event) => toViewers('journal:appended', event),
      revised: (event) => toViewers('journal:revised', event),
      exported,
      changed: (list) => feed.publish('archive:changed', { archives: list }),
      read: (event) => feed.publish('archive:read', event),
    },
  });
  const shown = routeJournal(journal, archives);
  const opener = createOpener(ports.workers.crypto);
  const secrets = await openSecrets({ folder: ports.folder, vault: ports.vault });
  const keyring = await openKeyring({
    folder: ports.folder,
    secrets,
    opener,
    usedBy: (address) => profiles.naming(address),
  });
  const tellKeyring = () => feed.gather('keyring', 'keyring:changed', () => ({ items: keyring.items() }));
  const preferences = await openPreferences(ports.folder);
  const retain = () => {
    journal.keepInParts(preferences.value.largePayload);
    void journal
      .retain(preferences.value)
      .catch((error: Error) => feed.publish('journal:troubled', { notice: error.message }));
  };
  retain();
  const profiles: Profiles = await Profiles.open({
    folder: ports.folder,
    secrets,
    services,
    forget: (id) => journal.clear(id),
    changed() {
      feed.gather('profiles', 'profile:changed', () => ({ profiles: profiles.list() }));
      tellKeyring();
    },
  });
  const connections: Connections = new Connections({
    services,
    journal,
    lens: keyring.lens(),
    feed,
    statistics,
    memoryOf: (id) => profiles.memoryOf(id),
    retryVerdicts: () => retryVerdicts(),
    wake: async (id) => connections.open(profiles.get(id), await profiles.secrets.of(profiles.get(id))),
  });
  const verdicts = new Verdicts(journal, keyring.lens(), profiles, () =>
    feed.gather('verdicts', 'verdicts:changed', () => ({ progress: verdicts.progress })),
  );
  const retryVerdicts = () =>
    void verdicts.retry().catch((error: Error) => feed.publish('journal:troubled', { notice: error.message }));
  const emulators = createEmulators(ports.workers.emulator, () => {
    feed.gather('emulators', 'emulator:changed', () => ({ emulators: emulators.list() }));
    void tapes.tidy();
  });
  keyring.onChanged(() => {
    tellKeyring();
    retryVerdicts();
  });

  const toolbox = createToolbox(services, { lens: keyring.lens(), keyring, opener });
  const tapes: Tapes = await createTapes({
    folder: ports.folder,
    services,
    emulators,
    profiles,
    connections,
    version: ports.version,
    journal: shown,
    archives,
  });
  const exports = createExports({
    version: ports.version,
    journal: shown,
    profiles,
    archives,
    saveTo: ports.saveTo,
  });
  const demo = createDemo({ emulators, keyring, profiles, connections });

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
      services: Object.values(services).map((service) => ({ ...describe(service), demo: isEmulated(service.id) })),
      tools: toolbox.list(),
      profiles: profiles.list(),
      connections: connections.list(),
      archives: archives.list(),
      keyring: keyring.items(),
      verdicts: verdicts.progress,
      emulators: emulators.list(),
      capture: journal.capture,
      preferences: preferences.value,
      vault: ports.vault.state,
      notices,
    };
  }

  const handlers = createHandlers({
    snapshot,
    openLink: ports.openLink,
    look,
    retain,
    feed,
    preferences,
    profiles,
    connections,
    statistics,
    verdicts,
    journal: shown,
    archives,
    keyring,
    emulators,
    demo,
    tapes,
    toolbox,
    exports,
  });

  return {
    connect(deliver) {
      const viewer: Viewer = {
        subscription: feed.subscribe(deliver),
        views: new Set(),
        measures: new Map(),
        readings: createReadings(keyring),
      };
      viewers.add(viewer);
      return {
        async request(name, input) {
          const answered = await answer(handlers, viewer, name, input);
          feed.flush();
          return answered;
        },
        close() {
          viewer.subscription.close();
          viewers.delete(viewer);
          viewer.readings.close();
          for (const stop of viewer.measures.values()) stop();
          for (const view of viewer.views) shown.unwatch(view);
        },
      };
    },
    choose: (command) => feed.publish('menu:chosen', { command }),
    async close() {
      await connections.closeAll({ code: 'user', text: 'Patchbay was closed.' });
      await emulators.close();
      await tapes.tidy();
      await archives.closeAll();
      await journal.close();
      await opener.close();
      feed.close();
      unlock();
    },
  };
}

const platforms: Partial<Record<NodeJS.Platform, Snapshot['platform']>> = { darwin: 'mac', win32: 'windows' };
