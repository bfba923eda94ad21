import type { Draft } from '../../main/journal/draft.ts';
import type { Service } from '../../main/services/service.ts';

/** How the suite plays the other side of a service. */
export interface PeerDescription {
  name: string;
  service: Service;
  /** Whether it answers what is sent to it; then a request has steps. */
  answers: boolean;
  /** `vigilant`: where the server's own pings tell a client how long silence may last, that is about a second. */
  start(options?: { port?: number; vigilant?: boolean }): Promise<RunningPeer>;
  /** Settings that lead to a server that may be anything, or nothing; `secure` with TLS. */
  at(port: number, secure?: boolean): Record<string, unknown>;
}

export interface RunningPeer {
  port: number;
  /** Lets us in, and subscribes on connecting where the service subscribes. */
  settings: Record<string, unknown>;
  /** Settings the peer says no to, and the code of the reason. */
  refused: { name: string; settings: Record<string, unknown>; code: string }[];
  /** Added to the settings: answers are given up after 0.2 s. */
  impatient: Record<string, unknown>;
  /** Added to the settings: a line that fell silent is given up within about 2 s, if the peer is vigilant. */
  vigilant: Record<string, unknown>;
  /** Something to send; `steps`: what becomes of it, by name and in order, empty where the service never answers. */
  request: { action: string; input: Record<string, unknown>; steps: string[] };
  /** How many lines it has let in whose subscriptions, where there are any, have been asked for. */
  arrivals(): number;
  /** Sends messages numbered from 0 on. */
  flood(count: number): void;
  /** The number of a message of a flood. */
  numberOf(draft: Draft): number | undefined;
  /**
   * Sends what a hostile server could: markup, `__proto__`, control and direction characters, 50 MB, deep nesting,
   * unknown events, bytes where text is expected, text that is no message. Answers as what each must be recorded, in
   * order: `args` are the last arguments of the entry.
   */
  attack(): Expected[];
  /** Gives those who connect from now on no answers; or each twice, or after 300 ms. */
  answer(how: 'never' | 'twice' | 'late'): void;
  /** Cuts all lines without a word. */
  cut(): void;
  stop(): Promise<void>;
}

export interface Expected {
  /** Beginning of the entry's kind. */
  kind: string;
  args: readonly unknown[];
}
