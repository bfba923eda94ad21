import type { Aliases } from './aliases.ts';

/**
 * Replaces one kind of finding in a text. Messages are hostile: the time must grow with the length of the text only, so
 * a pattern that can begin anywhere is anchored by what stands before it, or bounded.
 */
export type Rule = (text: string, aliases: Aliases) => string;
