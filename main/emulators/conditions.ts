import type { Fault } from '../../preload/contract/index.ts';
import type { Prompter } from './playback.ts';

/** How a server behaves at the moment; faults change it, and a tape. */
export interface Conditions {
  /** Nobody new is let in. */
  refuse: boolean;
  /** Takes everything and answers nothing. */
  silent: boolean;
  /** Milliseconds before an answer. */
  slow: number;
  /** Answers clients from a tape; none while no tape is played. */
  prompter: Prompter | undefined;
}

export function goodConditions(): Conditions {
  return { refuse: false, silent: false, slow: 0, prompter: undefined };
}

export function changeConditions(
  conditions: Conditions,
  fault: Extract<Fault, { fault: 'refuse' | 'slow' | 'no-acknowledgement' }>,
): void {
  switch (fault.fault) {
    case 'refuse':
      conditions.refuse = fault.on;
      return;
    case 'slow':
      conditions.slow = fault.ms;
      return;
    case 'no-acknowledgement':
      conditions.silent = fault.on;
  }
}

/** Words of so many bytes. */
export function hugeText(bytes: number): string {
  return 'Patchbay '.repeat(bytes / 9 + 1).slice(0, bytes);
}
