import type { TapeCommand } from '../../preload/contract/index.ts';
import type { Command } from './commands.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

export function tapeCommands({ tapes, tiles, filters }: Workbench): Command[] {
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
      enabled: () => tapes.canPlay(tiles.activeProfile),
      run: () => {
        const profile = tiles.activeProfile;
        if (profile) void tapes.start(profile, filters.of(profile)?.question.filter ?? '');
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
