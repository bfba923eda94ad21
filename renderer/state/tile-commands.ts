import type { Command } from './commands.svelte.ts';
import type { Side } from './tiles.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

export function tileCommands({ tiles }: Workbench): Command[] {
  const several = () => tiles.profiles.length > 1;
  const move = (side: Side, key: string, word: string): Command => ({
    id: `tile:move-${side}`,
    title: `Move the tile ${word}`,
    group: 'Tiles',
    shortcut: `Mod+Alt+${key}`,
    enabled: several,
    run: () => tiles.active && tiles.move(tiles.active, side),
  });
  return [
    { id: 'tile:next', title: 'Next tile', group: 'Tiles', shortcut: 'F6', enabled: several, run: () => tiles.step(1) },
    {
      id: 'tile:previous',
      title: 'Previous tile',
      group: 'Tiles',
      shortcut: 'Shift+F6',
      enabled: several,
      run: () => tiles.step(-1),
    },
    move('left', 'ArrowLeft', 'left'),
    move('right', 'ArrowRight', 'right'),
    move('above', 'ArrowUp', 'up'),
    move('below', 'ArrowDown', 'down'),
    {
      id: 'tile:maximise',
      title: 'Maximise or restore the tile',
      group: 'Tiles',
      shortcut: 'Mod+Shift+M',
      enabled: () => tiles.active !== null,
      run: () => tiles.active && tiles.toggleMaximised(tiles.active),
    },
    {
      id: 'tile:close',
      title: 'Close the tile',
      group: 'Tiles',
      shortcut: 'Mod+Shift+W',
      enabled: () => tiles.active !== null,
      run: () => tiles.active && tiles.close(tiles.active),
    },
  ];
}
