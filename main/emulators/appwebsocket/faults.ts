import type { Fault } from '../../../preload/contract/index.ts';
import { type Conditions, changeConditions, hugeText } from '../conditions.ts';
import { runBurst } from './burst.ts';
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
    case 'slow':
    case 'no-acknowledgement':
      return changeConditions(conditions, fault);
    case 'duplicate':
      for (const line of loggedIn) line.repeat();
      return;
    case 'huge':
      for (const line of loggedIn) {
        line.send({ mt: 'Huge', api: 'Chat', text: hugeText(fault.bytes) });
      }
      return;
    case 'malformed':
      for (const line of loggedIn) sendMalformed(line);
      return;
    case 'burst':
      void runBurst(fault, stage.lines, stage.signal);
  }
}
