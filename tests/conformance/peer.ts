import type { Draft } from '../../main/journal/draft.ts';
import type { Service } from '../../main/services/service.ts';

/** How the suite plays the other side of a service. */
export interface PeerDescription {
  name: string;
  service: Service;
  start(port?: number): Promise<RunningPeer>;
  /** Settings that lead to a server that may be anything, or nothing. */
  at(port: number): Record<string, unknown>;
}

export interface RunningPeer {
  port: number;
  /** Lets us in, and subscribes on connecting. */
  settings: Record<string, unknown>;
  /** Settings the peer says no to, and the code of the reason. */
  refused: { name: string; settings: Record<string, unknown>; code: string }[];
  /** Added to the settings: answers are given up soon. */
  impatient: Record<string, unknown>;
  /** Something to send that is answered. */
  request: { action: string; input: Record<string, unknown> };
  /** How many subscriptions it has been asked for. */
  subscriptions(): number;
  /** Sends messages numbered from 0 on. */
  flood(count: number): void;
  /** The number of a message of a flood. */
  numberOf(draft: Draft): number | undefined;
  /** Sends an event with arguments of any kind. */
  emit(event: string, ...args: unknown[]): void;
  /** Sends an event that nests so deeply that no server package would write it. */
  emitDeep(depth: number): void;
  /** Gives no answers from now on; or each twice, to those who connect from now on. */
  answer(how: 'never' | 'twice'): void;
  cut(): void;
  stop(): Promise<void>;
}
