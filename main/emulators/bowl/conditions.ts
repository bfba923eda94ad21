import type { Conditions as Common } from '../conditions.ts';

export interface Conditions extends Common {
  /** How often the real server would have ended over what it was sent. */
  crashes: number;
}
