import type { TapeCommand } from '../../preload/contract/index.ts';
import type { Command } from './commands.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

export function tapeCommands({ tapes, tiles, dialogs }: Workbench): Command[] {
  const control = (id: string, title: string, command: () => TapeCommand): Command => ({
    id,
    title,
    group: 'Tape',
    enabled: () => tapes.chosen !== undefined,
    run: () => tapes.chosen && void tapes.command(tapes.chosen, command()),
  });
  return [
    {
      id: 'tape:start',
      title: 'Play the log through an emulator',
      group: 'Tape',
      enabled: () => tapes.starting === null && tapes.playable(tiles.activeProfiles).length > 0,
      run: () => {
        const profiles = tapes.playable(tiles.activeProfiles);
        const [first] = profiles;
        if (profiles.length > 1) dialogs.open({ dialog: 'tape', profiles });
        else if (first) void tapes.start(first);
      },
    },
    control('tape:toggle', 'Play or pause the tape', () => {
      const state = tapes.chosen?.tape.state;
      return state === 'playing' || state === 'waiting' ? 'pause' : 'play';
    }),
    control('tape:step', 'Next event of the tape', () => 'step'),
    control('tape:rewind', 'The tape to its beginning', () => 'rewind'),
  ];
}
