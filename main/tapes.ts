import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Emulator, Fact, Input, Profile, ProfileId } from '../preload/contract/index.ts';
import type { Connections } from './connections/connections.ts';
import { isEmulated } from './emulators/emulated.ts';
import type { Emulators } from './emulators/emulators.ts';
import type { Archives } from './journal/archives.ts';
import type { ExportOrder, Journal } from './journal/journal.ts';
import { Problem } from './problem.ts';
import type { Profiles } from './profiles/profiles.ts';
import { secretFields } from './services/form.ts';
import { getService, type Services } from './services/service.ts';

/** What was recorded, played by emulators to whoever connects. */
export interface Tapes {
  /** Rejects with a Problem: `not-found` for no such profile or emulator, `refused` for nothing to play. */
  start(asked: Input<'emulator:start-tape'>): Promise<Emulator>;
  /** Throws a Problem when it does not run. */
  accounts(id: string): { name: string; facts: Fact[] }[];
  /** Opens a profile for its first account. Rejects with a Problem. */
  connect(id: string): Promise<ProfileId>;
  /** Deletes the files of emulators that do not run any more. Never rejects. */
  tidy(): Promise<void>;
}

interface Parts {
  /** Of the user's data; the files of tapes are in a folder of their own there. */
  folder: string;
  services: Services;
  emulators: Emulators;
  profiles: Profiles;
  connections: Connections;
  version: string;
  journal: Pick<Journal, 'export'>;
  /** Files that are open can be played too. */
  archives: Archives;
}

/** As it is in the journal: it does not leave this machine. */
const whole = {
  fold: false,
  from: null,
  to: null,
  format: 'ndjson',
  redact: false,
  secrets: [],
} satisfies Partial<ExportOrder>;

/** Removes what an earlier run has left. */
export async function createTapes({ folder: home, ...parts }: Parts): Promise<Tapes> {
  const { services, emulators, profiles, connections, version, journal, archives } = parts;
  const folder = join(home, 'tapes');
  await rm(folder, { recursive: true, force: true });
  /** By emulator. */
  const files = new Map<string, string>();
  /** Profiles that were made for tapes of a service. */
  const made = new Map<string, ProfileId>();

  async function profileFor(service: string, name: string, given: Record<string, unknown>): Promise<Profile> {
    const secretNames = secretFields(getService(services, service).settings);
    const isSecret = ([field]: [string, unknown]) => secretNames.includes(field);
    const settings = Object.entries(given).filter((field) => !isSecret(field));
    const secrets = Object.entries(given).filter(isSecret);
    const draft = {
      service,
      name,
      folder: 'Tapes',
      settings: z.record(z.string(), z.json()).parse(Object.fromEntries(settings)),
      keeping: 'ask' as const,
    };
    const known = profiles.list().find(({ id }) => id === made.get(service));
    const texts = Object.fromEntries(secrets.map(([field, value]) => [field, String(value)]));
    const profile = await profiles.save(known?.id ?? null, draft, texts);
    made.set(service, profile.id);
    return profile;
  }

  return {
    async start({ id, profile, filter, speed, longestSilence }) {
      const { name, service } = archives.profiles.find((other) => other.id === profile) ?? profiles.get(profile);
      const known = [{ id: profile, name, service }];
      if (!isEmulated(service)) throw new Problem('not-found', 'There is no emulator for this service.');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = join(folder, `${randomUUID()}.ndjson`);
      try {
        const order = { id, profiles: [profile], known, filter, ...whole, app: version };
        if ((await journal.export(order, file)) === null) throw new Problem('refused', 'It was cancelled.');
        const { accounts: _, ...emulator } = await emulators.start(
          service,
          {},
          { file, speed, longestSilence, paused: false },
        );
        files.set(emulator.id, file);
        return emulator;
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      }
    },
    accounts: (id) =>
      emulators.accounts(id).map(({ name, settings }) => ({
        name: nameOf(name),
        facts: Object.entries(settings).map(([field, value]) => ({ name: field, value: String(value) })),
      })),
    async connect(id) {
      const emulator = emulators.list().find((each) => each.id === id);
      const [account] = emulators.accounts(id);
      if (!emulator || !account) throw new Problem('not-found', 'This emulator does not run any more.');
      const name = `${nameOf(account.name)} (tape)`;
      const profile = await profileFor(emulator.service, name, account.settings);
      await connections.close(profile.id);
      connections.open(profile, await profiles.secrets.of(profile));
      return profile.id;
    },
    async tidy() {
      const running = new Set(emulators.list().map(({ id }) => id));
      const done = [...files].filter(([id]) => !running.has(id));
      for (const [id] of done) files.delete(id);
      await Promise.allSettled(done.map(([, file]) => rm(file, { force: true })));
    },
  };
}

/** Emulators name their accounts for the demo. */
const nameOf = (account: string) => account.replace(/ \(demo\)$/, '');
