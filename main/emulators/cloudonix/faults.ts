import type { Fault } from '../../../preload/contract/index.ts';
import { type Conditions, changeConditions, hugeText } from '../conditions.ts';
import { runBurst } from './burst.ts';
import type { Cast } from './cast.ts';
import type { Line } from './line.ts';
import { sendMalformed } from './malformed.ts';
import type { Tokens } from './tokens.ts';

export interface Stage {
  lines: ReadonlySet<Line>;
  conditions: Conditions;
  tokens: Tokens;
  cast: Cast;
  cut(): void;
  /** Ends what runs on. */
  signal: AbortSignal;
}

/** Resolves when the fault is committed; a burst only begins then. */
export async function commitFault(fault: Fault, stage: Stage): Promise<void> {
  const { lines, conditions, tokens } = stage;
  switch (fault.fault) {
    case 'drop':
      return stage.cut();
    case 'kick':
      for (const line of [...lines]) line.close(3001, 'Ended by the service');
      return;
    case 'revoke':
      tokens.revokeAll();
      // Which code the service closes with is not public; 3000 is IANA's for "Unauthorized".
      for (const line of [...lines]) line.close(3000, 'Unauthorized');
      return;
    case 'refuse':
    case 'slow':
    case 'no-acknowledgement':
      return changeConditions(conditions, fault);
    case 'duplicate':
      for (const line of lines) line.repeat();
      return;
    case 'huge':
      return deliverHuge(fault.bytes, stage);
    case 'malformed':
      for (const line of lines) sendMalformed(line);
      return;
    case 'burst':
      void runBurst(fault, stage);
  }
}

function deliverHuge(bytes: number, { lines, cast }: Stage): void {
  const text = hugeText(bytes);
  for (const line of lines) {
    line.tell({ type: 'direct-message', 'message-id': 'huge', from: cast.pia.id, to: line.subscriber.id, text });
  }
}
