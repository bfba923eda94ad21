import { join } from 'node:path';
import { z } from 'zod';
import { defaultPreferences, type Preferences, preferences } from '../preload/contract/index.ts';
import { openJsonFile } from './json-file.ts';

/** What an earlier version did not know of stands at its default. */
const completed = z.preprocess((found) => (isObject(found) ? { ...defaultPreferences, ...found } : found), preferences);
const file = z.strictObject({ version: z.literal(1), preferences: completed });

export interface PreferencesFile {
  readonly value: Preferences;
  readonly notice?: string;
  save(changes: Partial<Preferences>): Promise<Preferences>;
}

/** How the user wants the console to look, in `preferences.json`. */
export async function openPreferences(folder: string): Promise<PreferencesFile> {
  const json = await openJsonFile(join(folder, 'preferences.json'), file, {
    version: 1,
    preferences: defaultPreferences,
  });
  return {
    get value() {
      return json.value.preferences;
    },
    ...(json.notice === undefined ? {} : { notice: json.notice }),
    async save(changes) {
      // What was left out may arrive as undefined; it must not displace what holds.
      const given = Object.entries(changes).filter(([, value]) => value !== undefined);
      const next = { ...json.value.preferences, ...Object.fromEntries(given) };
      await json.save({ version: 1, preferences: next });
      return next;
    },
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
