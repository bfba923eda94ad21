import type { Command } from './commands.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

/** Logs as files. What is exported is the log that was used last. */
export function exportCommands(bench: Workbench, window: { openLogFile(): void }): Command[] {
  return [
    {
      id: 'log:export',
      title: 'Export the log…',
      group: 'Connection',
      shortcut: 'Mod+Shift+E',
      enabled: () => bench.tiles.active !== null,
      run: () => bench.logs.export(),
    },
    {
      id: 'archive:open',
      title: 'Open a log file…',
      group: 'Connection',
      shortcut: 'Mod+Shift+O',
      run: window.openLogFile,
    },
  ];
}
