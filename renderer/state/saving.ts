import type { Preferences } from '../../preload/contract/index.ts';
import type { Console } from './console.svelte.ts';

/** Milliseconds of rest after which what is being dragged is saved. */
const dragRest = 400;

export type Save = (when?: 'now' | 'at-rest') => void;

/** To be called after each change of a part of the preferences: saves it. */
export function saving(console: Console, part: () => Partial<Preferences>): Save {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (when = 'now') => {
    clearTimeout(timer);
    // How the window is laid out is a convenience: what cannot be saved must not interrupt anybody.
    const save = () => console.request('preferences:save', part()).catch(() => {});
    timer = setTimeout(save, when === 'now' ? 0 : dragRest);
  };
}
