import type { Command } from './commands.svelte.ts';
import { isEnded } from './connection-words.ts';
import { exportCommands } from './export-commands.ts';
import { landmarkCommands } from './landmark-commands.ts';
import { tapeCommands } from './tape-commands.ts';
import { tileCommands } from './tile-commands.ts';
import type { Workbench } from './workbench.svelte.ts';

/** What commands need of the window beside the workbench. */
export interface Window {
  toggleSidebar(): void;
  toggleInspector(): void;
  focusComposer(): void;
  focusFilter(): void;
  importProfiles(): void;
  exportProfiles(ids: string[]): void;
  openLogFile(): void;
}

const themes = [
  ['system', 'as the system'],
  ['light', 'light'],
  ['dark', 'dark'],
  ['contrast', 'high contrast'],
] as const;

/** Every command of the console. */
export function commandTable(bench: Workbench, window: Window): Command[] {
  return [
    ...connectionCommands(bench, window),
    ...profileCommands(bench, window),
    ...tileCommands(bench),
    ...tapeCommands(bench),
    ...exportCommands(bench, window),
    ...landmarkCommands(bench),
    ...viewCommands(bench, window),
  ];
}

function connectionCommands(bench: Workbench, window: Window): Command[] {
  const { tiles, console } = bench;
  const state = () => (tiles.activeProfile ? console.connection(tiles.activeProfile).state.state : null);
  const onActive = (run: (profile: string) => unknown) => () => {
    if (tiles.activeProfile) void run(tiles.activeProfile);
  };
  return [
    {
      id: 'connection:toggle',
      title: 'Connect or disconnect',
      group: 'Connection',
      shortcut: 'Mod+Shift+C',
      enabled: () => tiles.activeProfile !== null,
      run: onActive((profile) =>
        isEnded(console.connection(profile).state) ? bench.connect(profile) : bench.disconnect(profile),
      ),
    },
    {
      id: 'connection:retry',
      title: 'Retry now',
      group: 'Connection',
      enabled: () => state() === 'waiting',
      run: onActive((profile) => bench.retry(profile)),
    },
    {
      id: 'composer:focus',
      title: 'Write a message',
      group: 'Connection',
      shortcut: 'Mod+M',
      enabled: () => tiles.activeProfile !== null,
      run: window.focusComposer,
    },
    {
      id: 'log:find',
      title: 'Find in the log',
      group: 'Connection',
      shortcut: 'Mod+F',
      enabled: () => tiles.active !== null,
      run: window.focusFilter,
    },
    {
      id: 'journal:clear',
      title: 'Clear the log of this connection…',
      group: 'Connection',
      enabled: () => tiles.activeProfile !== null,
      run: onActive((profile) => bench.clearLog(profile)),
    },
  ];
}

function profileCommands(bench: Workbench, window: Window): Command[] {
  const { tiles, dialogs, console } = bench;
  const hasActive = () => tiles.activeProfile !== null;
  return [
    {
      id: 'profile:new',
      title: 'New connection…',
      group: 'Profiles',
      shortcut: 'Mod+N',
      run: () => dialogs.open({ dialog: 'profile', profile: null }),
    },
    {
      id: 'profile:edit',
      title: 'Edit the profile…',
      group: 'Profiles',
      shortcut: 'Mod+E',
      enabled: hasActive,
      run: () => dialogs.open({ dialog: 'profile', profile: tiles.activeProfile }),
    },
    {
      id: 'profile:duplicate',
      title: 'Duplicate the profile',
      group: 'Profiles',
      enabled: hasActive,
      run: () => tiles.activeProfile && void bench.duplicate(tiles.activeProfile),
    },
    {
      id: 'profile:import',
      title: 'Import profiles…',
      group: 'Profiles',
      shortcut: 'Mod+O',
      run: window.importProfiles,
    },
    {
      id: 'profile:export',
      title: 'Export all profiles…',
      group: 'Profiles',
      enabled: () => console.profiles.length > 0,
      run: () => window.exportProfiles(console.profiles.map((profile) => profile.id)),
    },
    {
      id: 'demo:start',
      title: 'Try the demo',
      group: 'Profiles',
      enabled: () => !bench.demo.progress && bench.demo.startable.length > 0,
      run: () => void bench.demo.start(),
    },
    {
      id: 'keyring:open',
      title: 'Keyring…',
      group: 'Profiles',
      shortcut: 'Mod+Shift+K',
      run: () => dialogs.open({ dialog: 'keyring' }),
    },
    {
      id: 'tools:open',
      title: 'Workbench…',
      group: 'Profiles',
      shortcut: 'Mod+J',
      run: () => dialogs.open({ dialog: 'tools' }),
    },
  ];
}

function viewCommands(bench: Workbench, window: Window): Command[] {
  const { dialogs } = bench;
  return [
    {
      id: 'palette:open',
      title: 'All commands…',
      group: 'Help',
      shortcut: 'Mod+K',
      alternative: 'F1',
      run: () => dialogs.open({ dialog: 'palette' }),
    },
    {
      id: 'sidebar:toggle',
      title: 'Show or hide the sidebar',
      group: 'View',
      shortcut: 'Mod+B',
      run: window.toggleSidebar,
    },
    {
      id: 'inspector:toggle',
      title: 'Show or hide the inspector',
      group: 'View',
      shortcut: 'Mod+I',
      run: window.toggleInspector,
    },
    {
      id: 'statistics:toggle',
      title: 'Show or hide the statistics',
      group: 'View',
      enabled: () => bench.tiles.activeProfile !== null,
      run: () => bench.tiles.activeProfile && bench.desk(bench.tiles.activeProfile).toggle('statistics'),
    },
    {
      id: 'rules:open',
      title: 'Colour rules…',
      group: 'View',
      run: () => dialogs.open({ dialog: 'rules' }),
    },
    {
      id: 'settings:open',
      title: 'Settings…',
      group: 'View',
      shortcut: 'Mod+,',
      run: () => dialogs.open({ dialog: 'settings' }),
    },
    {
      id: 'timeline:all',
      title: 'Timeline of all connections',
      group: 'View',
      shortcut: 'Mod+Shift+L',
      enabled: () => bench.console.profiles.length > 0,
      run: () => bench.tiles.openTimeline('All connections', 'all'),
    },
    {
      id: 'timeline:choose',
      title: 'Timeline of chosen connections…',
      group: 'View',
      enabled: () => bench.console.profiles.length > 0,
      run: () => dialogs.open({ dialog: 'timeline', timeline: null }),
    },
    { id: 'storage:open', title: 'Storage…', group: 'View', run: () => dialogs.open({ dialog: 'storage' }) },
    ...themes.map(([theme, title]) => ({
      id: `theme:${theme}`,
      title: `Theme: ${title}`,
      group: 'View' as const,
      run: () => void bench.attempt(() => bench.console.request('preferences:save', { theme })),
    })),
    {
      id: 'shortcuts:open',
      title: 'Keyboard shortcuts',
      group: 'Help',
      shortcut: 'Mod+/',
      run: () => dialogs.open({ dialog: 'shortcuts' }),
    },
  ];
}
