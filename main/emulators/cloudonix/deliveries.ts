import { type DeliveryState, deliveryStates } from './message.ts';
import type { Subscriber } from './subscriber.ts';

/** Beyond this many the oldest is forgotten. */
const kept = 10_000;

/** How far each message has come; its sender is told of every step, and of none twice. */
export class Deliveries {
  readonly #messages = new Map<string, { sender: Subscriber; reached: number }>();

  /** The service has the message now. */
  begin(id: string, sender: Subscriber): void {
    this.#messages.set(id, { sender, reached: -1 });
    for (const oldest of this.#messages.keys()) {
      if (this.#messages.size <= kept) break;
      this.#messages.delete(oldest);
    }
    this.advance(id, 'stored');
  }

  knows(id: string): boolean {
    return this.#messages.has(id);
  }

  advance(id: string, status: DeliveryState): void {
    const message = this.#messages.get(id);
    const reached = deliveryStates.indexOf(status);
    if (!message || reached <= message.reached) return;
    message.reached = reached;
    message.sender.tell({ type: 'delivery', 'message-id': id, status });
  }
}
