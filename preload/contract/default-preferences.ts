import type { Preferences } from './preferences.ts';

/** Apart from the schema, so that the interface can take it without taking zod. */
export const defaultPreferences: Preferences = {
  theme: 'system',
  density: 'comfortable',
  layout: { columns: [], maximised: null },
  sidebar: { share: 18, open: true },
  inspector: { share: 30, open: true },
  desks: {},
  foldedFolders: [],
  retention: { days: null, entries: null, bytes: 5_000_000_000 },
  retentions: {},
  largePayload: 1_000_000,
  rules: [],
  savedFilters: [],
};
