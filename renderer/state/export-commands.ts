import type { Command } from './commands.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

/** Of the log that was used last. */
export function exportCommands(bench: Workbench): Command[] {
  return [
    {
      id: 'log:export',
      title: 'Export the log…',
      group: 'Connection',
      shortcut: 'Mod+Shift+E',
      enabled: () => bench.tiles.active !== null,
      run: () => bench.filters.export(),
    },
  ];
}
