import type { Colour } from '../../preload/contract/index.ts';

export type { Colour };

/** In the order in which they are offered. How each looks, `app.css` says. */
export const colours: readonly Colour[] = ['red', 'orange', 'yellow', 'green', 'blue', 'violet'];
