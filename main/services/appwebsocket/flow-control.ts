import type { Context, Recorded } from '../service.ts';

/** Messages in the queue over which the line is not read any more, and under which it is read again. */
const highWater = 100;
const lowWater = 50;

interface Around {
  journal: Pick<Context<unknown>, 'record' | 'meter'>;
  /** Stops and goes on reading from the line. */
  pause(): void;
  resume(): void;
}

/**
 * What an app with flow control has: one message outstanding, the others queued until it is complete. Every message is
 * recorded and understood when it comes; its steps say where it stands. The line is read on, so that pings are
 * answered; only when the queue grows too long is it left unread, and then the server has to wait, and pings with it.
 */
export class FlowControl {
  readonly #around: Around;
  #on: boolean;
  #outstanding: Recorded | undefined;
  #queue: Recorded[] = [];
  #paused = false;

  constructor(around: Around, on: boolean) {
    this.#around = around;
    this.#on = on;
    if (on) this.#tell();
  }

  arrived(recorded: Recorded): void {
    if (!this.#on) return;
    if (this.#outstanding) {
      recorded.step('queued', 'plain', { waiting: true });
      this.#queue.push(recorded);
      if (this.#queue.length > highWater) this.#pause();
    } else this.#release(recorded);
    this.#tell();
  }

  /** Ends the outstanding message and releases the next, `count` times. Answers in words what there was to do. */
  complete(count: number): string {
    if (!this.#on) return 'Flow control is off: nothing waits to be completed.';
    let done = 0;
    while (done < count && this.#outstanding) {
      this.#outstanding.step('complete', 'good', { waiting: false });
      this.#outstanding = undefined;
      done++;
      const next = this.#queue.shift();
      if (next) this.#release(next);
    }
    if (this.#queue.length < lowWater) this.#resume();
    this.#tell();
    if (done === 0) return 'No message is outstanding.';
    return `${done} complete, ${this.#queue.length} still queued.`;
  }

  /** Switching it off completes all. */
  set(on: boolean): void {
    if (!on) this.complete(Number.POSITIVE_INFINITY);
    this.#on = on;
    this.#tell();
  }

  /** Nobody waits for what an ended line has brought. */
  lineLost(): void {
    const left = [...(this.#outstanding ? [this.#outstanding] : []), ...this.#queue];
    for (const recorded of left) recorded.step('line lost', 'plain', { waiting: false });
    this.#outstanding = undefined;
    this.#queue = [];
    this.#paused = false;
    if (this.#on) this.#tell();
  }

  #release(recorded: Recorded): void {
    recorded.step('outstanding', 'plain', { waiting: true });
    this.#outstanding = recorded;
  }

  #pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#around.pause();
    const preview = `${this.#queue.length} messages are queued: the line is not read until some are complete. Pings are not answered meanwhile.`;
    this.#around.journal.record({ direction: 'note', kind: 'reading paused', args: [], preview });
  }

  #resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#around.resume();
    this.#around.journal.record({
      direction: 'note',
      kind: 'reading resumed',
      args: [],
      preview: 'The line is read on.',
    });
  }

  #tell(): void {
    const held = `${this.#outstanding ? 1 : 0} + ${this.#queue.length} queued`;
    const value = this.#on ? `${held}${this.#paused ? ', not reading' : ''}` : 'off';
    this.#around.journal.meter({ label: 'Flow', value, tone: this.#paused ? 'warning' : 'plain' });
  }
}
