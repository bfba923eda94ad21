import type { Colour, ProfileId } from '../../preload/contract/index.ts';

const hues: readonly Colour[] = ['blue', 'orange', 'green', 'violet', 'red', 'yellow'];

/** The colour of a connection among others: the same as long as the profiles are. */
export function hueOf(profile: ProfileId, profiles: readonly ProfileId[]): Colour {
  return hues[Math.max(0, profiles.indexOf(profile)) % hues.length] ?? 'blue';
}
