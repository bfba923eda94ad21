import type { Beyond, Landmark } from '../../preload/contract/index.ts';
import { landmarkTitle } from '../parts/landmark-text.ts';
import type { Command } from './commands.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

/** Where one goes in the log of the active tile. */
export function landmarkCommands(bench: Workbench): Command[] {
  const go = (landmark: Landmark, way: Beyond['way'], shortcut: string): Command => ({
    id: `log:${way}-${landmark}`,
    title: landmarkTitle(landmark, way),
    group: 'Connection',
    shortcut,
    enabled: () => bench.tiles.active !== null,
    run: () => bench.logs.of()?.goToLandmark(landmark, way),
  });
  return [
    go('failed', 'next', 'F8'),
    go('failed', 'previous', 'Shift+F8'),
    go('bookmarked', 'next', 'F9'),
    go('bookmarked', 'previous', 'Shift+F9'),
  ];
}
