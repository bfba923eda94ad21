import type { Preferences } from './preferences.ts';

/** Apart from the schema, so that the interface can take it without taking zod. */
export const defaultPreferences: Preferences = {
  theme: 'system',
  density: 'comfortable',
  layout: { columns: [], maximised: null },
  timelines: [],
  columns: [
    { column: 'time', shown: true, width: null },
    { column: 'difference', shown: true, width: null },
    { column: 'direction', shown: true, width: null },
    { column: 'connection', shown: true, width: null },
    { column: 'kind', shown: true, width: null },
    { column: 'preview', shown: true, width: null },
    { column: 'status', shown: true, width: null },
    { column: 'verdicts', shown: false, width: null },
    { column: 'parties', shown: true, width: null },
    { column: 'from', shown: false, width: null },
    { column: 'to', shown: false, width: null },
    { column: 'size', shown: true, width: null },
  ],
  logTime: 'clock',
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
