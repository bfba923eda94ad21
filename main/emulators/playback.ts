/** What a journal recorded of one event, with all its arguments; bytes are Buffers at any depth. */
export interface Recorded {
  kind: string;
  args: readonly unknown[];
  /** An answer was asked for with it, where the protocol can ask so. */
  asks: boolean;
}

/** Why something recorded is not sent. */
export const unsent = {
  login: 'part of the login, which the emulator does by itself',
  ending: 'ends the line',
  hidden: 'its secret was not recorded',
  unasked: 'answers a request that no client has made',
  unsendable: 'this protocol cannot carry it',
  unreadable: 'the line of the file cannot be read',
  lost: 'the file could not be read any further',
} as const;
export type Unsent = keyof typeof unsent;

/** A client's request. */
export interface Asking {
  /** Who asks: the same object for all that comes over one line. */
  client: object;
  kind: string;
  /** Gives what was recorded as an answer to `request`, made out to this request where answers name theirs. */
  answer(answer: Recorded, request: Recorded): Unsent | undefined;
}

/** Answers clients from a tape. */
export interface Prompter {
  /** A client has become ready to be played to, or has gone. */
  audience(): void;
  /**
   * The recorded request that this one stands for: its answers are given, and the emulator gives none of its own.
   * Undefined where the tape has no more of its kind.
   */
  asked(asking: Asking): Recorded | undefined;
}

/** How an emulator plays what was recorded of its service. */
export interface Playback {
  /** How many clients are let in and expect to be told something. */
  clients(): number;
  /** One of them has much to take yet: nothing more should be sent for now. */
  behind(): boolean;
  /** Whether it answers a request: then it is given when a client makes that request. */
  answers(event: Recorded): boolean;
  /** Sends it to each of the clients as the service did. Answers why it cannot. May throw for a value that cannot be encoded. */
  deliver(event: Recorded): Unsent | undefined;
  /** From now on what clients ask is first answered by this one. */
  prompt(prompter: Prompter): void;
}
