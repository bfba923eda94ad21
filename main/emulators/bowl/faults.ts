import type { Fault } from '../../../preload/contract/index.ts';
import { changeConditions, hugeText } from '../conditions.ts';
import { runBurst } from './burst.ts';
import type { Cast } from './cast.ts';
import { sealForGroup } from './cipher.ts';
import type { Conditions } from './conditions.ts';
import type { Line } from './line.ts';
import { sendMalformed } from './malformed.ts';
import { stamp } from './stamp.ts';
import type { Tokens } from './token.ts';

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
  const { conditions, lines, tokens, cast, signal } = stage;
  switch (fault.fault) {
    case 'drop':
      return stage.cut();
    case 'kick':
      // As if each account had been connected from elsewhere: the server's only reason.
      for (const line of lines) line.displaced();
      return;
    case 'revoke':
      tokens.revoke();
      return stage.cut();
    case 'refuse':
    case 'slow':
    case 'no-acknowledgement':
      return changeConditions(conditions, fault);
    case 'duplicate':
      for (const line of lines) line.repeat();
      return;
    case 'huge':
      for (const line of lines) sendHuge(line, fault.bytes, cast);
      return;
    case 'malformed':
      for (const line of lines) sendMalformed(line);
      return;
    case 'burst':
      void runBurst(fault, lines, cast.carol.user, signal);
  }
}

/** Only messages to groups can be large. */
function sendHuge({ socket }: Line, bytes: number, { group, groupKey, dora }: Cast): void {
  const message = sealForGroup(groupKey, hugeText(bytes));
  const fields = { groupId: group.id, ...stamp(), messageType: '', message, from: dora.user.email };
  socket.emit('groupChatMessage', JSON.stringify(fields));
}
