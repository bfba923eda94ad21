import { randomBytes } from 'node:crypto';
import type { Line } from './line.ts';
import type { Availability, ServerMessage } from './message.ts';

/** Messages kept for somebody who is not there; the oldest go first. */
const storeLimit = 1000;

/** Somebody with an account, and with any number of lines. */
export class Subscriber {
  readonly id: string;
  readonly name: string;
  readonly password = randomBytes(12).toString('base64url');
  readonly lines = new Set<Line>();
  availability: Availability = 'invisible';
  status = '';
  attributes: Record<string, unknown>;
  /** A persona's ear: it is always there, and needs no line. */
  resident: ((message: ServerMessage) => void) | undefined;
  #stored: ServerMessage[] = [];

  constructor(name: string) {
    this.name = name;
    this.id = name.toLowerCase();
    this.attributes = { name };
  }

  tell(message: ServerMessage): void {
    for (const line of this.lines) line.tell(message);
  }

  /** Hands over a message, or stores it. Answers whether it was handed over. */
  receive(message: ServerMessage): boolean {
    if (!this.resident && this.lines.size === 0) {
      this.#stored.push(message);
      this.#stored = this.#stored.slice(-storeLimit);
      return false;
    }
    this.tell(message);
    this.resident?.(message);
    return true;
  }

  /** What was stored, which then is so no more. */
  collect(): ServerMessage[] {
    return this.#stored.splice(0);
  }
}

/** Everybody's part in a channel. */
export interface Channel {
  id: string;
  name: string;
  inviteToken: string;
  attributes: Record<string, unknown>;
  members: Map<Subscriber, { administrator: boolean }>;
}
