import type { Fault } from '../../../preload/contract/index.ts';
import { type Conditions, changeConditions, hugeText } from '../conditions.ts';
import { runBurst } from './burst.ts';
import { closeCodes } from './line.ts';
import { sendMalformed } from './malformed.ts';
import type { Personas } from './personas.ts';
import type { RunningServer } from './server.ts';
import type { Visitors } from './visitors.ts';

export interface Stage {
  server: RunningServer;
  visitors: Visitors;
  personas: Personas;
  conditions: Conditions;
  /** Ends what runs on. */
  signal: AbortSignal;
}

/** Resolves when the fault is committed; a burst only begins then. */
export async function commitFault(fault: Fault, stage: Stage): Promise<void> {
  const { server, conditions } = stage;
  switch (fault.fault) {
    case 'drop':
      return server.cut();
    case 'kick':
      return kick(stage);
    case 'revoke':
      return revoke(stage);
    case 'refuse':
    case 'slow':
    case 'no-acknowledgement':
      return changeConditions(conditions, fault);
    case 'duplicate':
      return duplicate(stage);
    case 'huge':
      return tellHuge(fault.bytes, stage);
    case 'malformed':
      for (const socket of server.sockets()) sendMalformed(socket, stage);
      return;
    case 'burst':
      void runBurst(fault, stage);
  }
}

/** Out of every channel first, each with a reason, then the line. */
function kick({ server }: Stage): void {
  for (const socket of server.sockets()) {
    for (const channel of socket.subscriptions()) socket.kickOut(channel, 'An operator ended this conversation');
    socket.disconnect(closeCodes.kicked, 'An operator ended this connection');
  }
}

/** All urns so far lead nowhere from now on; what a client does about that shows when it comes back. */
function revoke({ server, visitors }: Stage): void {
  visitors.revoke();
  for (const socket of server.sockets()) {
    socket.deauthenticate();
    socket.disconnect(closeCodes.revoked, 'The session was revoked');
  }
}

function duplicate({ visitors, personas }: Stage): void {
  for (const urn of visitors.listening) {
    const last = visitors.last(urn);
    const message = last ?? personas.write({ text: 'This comes twice.' }, urn);
    if (last === undefined) visitors.tell(urn, message);
    visitors.tell(urn, message);
  }
}

function tellHuge(bytes: number, { visitors, personas }: Stage): void {
  const text = hugeText(bytes);
  for (const urn of visitors.listening) personas.say(urn, { text });
}
