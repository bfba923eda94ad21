import type { Fault } from '../../../preload/contract/index.ts';
import { runBurst } from './burst.ts';
import type { Conditions } from './conditions.ts';
import type { Line } from './line.ts';
import { sendMalformed } from './malformed.ts';

export interface Stage {
  lines: ReadonlySet<Line>;
  conditions: Conditions;
  /** Gives all app objects new passwords. */
  changePasswords(): void;
  cut(): void;
  /** Ends what runs on. */
  signal: AbortSignal;
}

/** Resolves when the fault is committed; a burst only begins then. */
export async function commitFault(fault: Fault, stage: Stage): Promise<void> {
  const { conditions } = stage;
  const loggedIn = [...stage.lines].filter((line) => line.loggedIn);
  switch (fault.fault) {
    case 'drop':
      return stage.cut();
    case 'kick':
      for (const line of stage.lines) line.close(1000, 'Closed by the administrator');
      return;
    case 'revoke':
      stage.changePasswords();
      for (const line of loggedIn) line.close(1000, 'The password of the app object was changed');
      return;
    case 'refuse':
      conditions.refuse = fault.on;
      return;
    case 'slow':
      conditions.slow = fault.ms;
      return;
    case 'no-acknowledgement':
      conditions.silent = fault.on;
      return;
    case 'duplicate':
      for (const line of loggedIn) line.repeat();
      return;
    case 'huge':
      for (const line of loggedIn) {
        line.send({ mt: 'Huge', api: 'Chat', text: 'Patchbay '.repeat(fault.bytes / 9 + 1).slice(0, fault.bytes) });
      }
      return;
    case 'malformed':
      for (const line of loggedIn) sendMalformed(line);
      return;
    case 'burst':
      void runBurst(fault, stage.lines, stage.signal);
  }
}
