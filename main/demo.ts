import type { Output, Profile } from '../preload/contract/index.ts';
import type { Connections } from './connections/connections.ts';
import type { Emulators } from './emulators/emulators.ts';
import type { Keyring } from './keyring/keyring.ts';
import type { Profiles } from './profiles/profiles.ts';

export interface Demo {
  /**
   * Starts a service's emulator anew and connects an account for each of its people. Asked twice at the same time, it
   * starts once. Rejects with a Problem.
   */
  start(service: string): Promise<Output<'emulator:start'>>;
  /** It is a profile of the demo, and there is no emulator for it to connect to. */
  sleeps(profile: Profile): boolean;
}

export function createDemo(parts: {
  emulators: Emulators;
  keyring: Keyring;
  profiles: Profiles;
  connections: Connections;
}): Demo {
  const { emulators, keyring, profiles, connections } = parts;
  const starting = new Map<string, Promise<Output<'emulator:start'>>>();

  /** Those that play tapes are no part of it. */
  const demosOf = (service: string) => emulators.list().filter((each) => each.service === service && !each.tape);

  async function startOnce(service: string): Promise<Output<'emulator:start'>> {
    for (const { id } of demosOf(service)) await emulators.stop(id);
    const { accounts, ...emulator } = await emulators.start(service, {});
    await keyring.addDemo(accounts.flatMap(({ keys }) => keys));
    const made: Profile[] = [];
    for (const { name, settings, profiles: named = {} } of accounts) {
      const ids = Object.entries(named).map(([field, other]) => [field, made.find((each) => each.name === other)?.id]);
      const profile = await profiles.saveDemo(service, name, { ...settings, ...Object.fromEntries(ids) });
      await connections.close(profile.id);
      connections.open(profile, await profiles.secrets.of(profile));
      made.push(profile);
    }
    return { emulator, profiles: made.map(({ id }) => id) };
  }

  return {
    start(service) {
      const begun = starting.get(service) ?? startOnce(service).finally(() => starting.delete(service));
      starting.set(service, begun);
      return begun;
    },
    sleeps: ({ demo, service }) => demo && (starting.has(service) || demosOf(service).length === 0),
  };
}
