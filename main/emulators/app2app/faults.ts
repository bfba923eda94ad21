import type { Fault } from '../../../preload/contract/index.ts';
import { type Conditions, changeConditions, hugeText } from '../conditions.ts';
import { runBurst } from './burst.ts';
import type { Party } from './cast.ts';
import type { Destination } from './destination.ts';
import { type Identity, signContent } from './identity.ts';
import type { Line } from './line.ts';
import { sendMalformed } from './malformed.ts';
import type { Message } from './message.ts';
import type { Post } from './post.ts';

export interface Stage {
  lines: ReadonlySet<Line>;
  conditions: Conditions;
  post: Post;
  /** Whose messages faults are made of. */
  sender: Party & { identity: Identity };
  cut(): void;
  /** Ends what runs on. */
  signal: AbortSignal;
}

/** Resolves when the fault is committed; a burst only begins then. */
export async function commitFault(fault: Fault, stage: Stage): Promise<void> {
  const { conditions, post } = stage;
  switch (fault.fault) {
    case 'drop':
      return stage.cut();
    case 'refuse':
    case 'slow':
    case 'no-acknowledgement':
      return changeConditions(conditions, fault);
    case 'duplicate':
      return duplicate(stage);
    case 'huge':
      return deliverHuge(fault.bytes, stage);
    case 'malformed':
      for (const line of stage.lines) sendMalformed(line, post);
      return;
    case 'burst':
      void runBurst(fault, subscribed(stage), stage);
  }
}

function deliverHuge(bytes: number, stage: Stage): void {
  const content = hugeText(bytes);
  for (const { uri } of subscribed(stage)) stage.post.deliver(signed(stage, uri, content), 'huge');
}

function duplicate(stage: Stage): void {
  for (const line of stage.lines) {
    if (line.window.repeat()) continue;
    const [destination] = subscribed({ ...stage, lines: new Set([line]) });
    if (!destination) continue;
    stage.post.deliver(signed(stage, destination.uri, 'This comes twice.'), 'twice');
    line.window.repeat();
  }
}

function subscribed({ lines, post }: Stage): Set<Destination> {
  const all = [...lines].flatMap(({ destinations }) => destinations);
  return new Set(all.filter(({ uri }) => post.reaches(uri)));
}

function signed({ sender }: Stage, to: string, content: string): Message {
  const signature = signContent(content, sender.identity.privateKey);
  return { from: sender.destination.uri, to, content, signature };
}
