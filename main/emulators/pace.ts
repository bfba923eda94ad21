import type { TapeSpeed } from '../../preload/contract/index.ts';
import type { Clock } from './clock.ts';

/**
 * When it is time for what was recorded. Counts the tape's own milliseconds, silences shortened: they pass while it
 * runs, so many times as fast as the clock's. What comes late is caught up with.
 */
export class Pace {
  readonly #clock: Clock;
  #speed: TapeSpeed;
  #longestSilence: number | null;
  /** How far the tape had come at `#since`; where that is undefined it stands still. */
  #played = 0;
  #since: number | undefined;
  /** When the entry before was due, and when it was recorded. */
  #due = 0;
  #last: number | undefined;

  constructor(clock: Clock, speed: TapeSpeed, longestSilence: number | null) {
    this.#clock = clock;
    this.#speed = speed;
    this.#longestSilence = longestSilence;
  }

  get speed(): TapeSpeed {
    return this.#speed;
  }

  /** Seconds. */
  get longestSilence(): number | null {
    return this.#longestSilence;
  }

  run(on: boolean): void {
    this.#played = this.#now;
    this.#since = on ? this.#clock.now() : undefined;
  }

  change(speed: TapeSpeed, longestSilence: number | null): void {
    this.run(this.#since !== undefined);
    this.#speed = speed;
    this.#longestSilence = longestSilence;
  }

  /** Milliseconds until the next entry is due, 0 or less where it is. `at`: when it was recorded. */
  until(at: number): number {
    return this.#speed === 'full' ? 0 : (this.#dueOf(at) - this.#now) / this.#speed;
  }

  /** That entry was passed, in time or before. */
  passed(at: number): void {
    this.#due = this.#dueOf(at);
    this.#last = at;
    if (this.#now >= this.#due) return;
    this.#played = this.#due;
    if (this.#since !== undefined) this.#since = this.#clock.now();
  }

  /** How long something recorded lasts. */
  wait(recorded: number): number {
    return this.#speed === 'full' ? 0 : this.#shortened(recorded) / this.#speed;
  }

  restart(): void {
    this.#played = 0;
    this.#due = 0;
    this.#last = undefined;
    if (this.#since !== undefined) this.#since = this.#clock.now();
  }

  /** At full speed time passes by entries alone. */
  get #now(): number {
    if (this.#since === undefined || this.#speed === 'full') return this.#played;
    return this.#played + (this.#clock.now() - this.#since) * this.#speed;
  }

  #dueOf(at: number): number {
    return this.#due + (this.#last === undefined ? 0 : this.#shortened(Math.max(0, at - this.#last)));
  }

  #shortened(milliseconds: number): number {
    return this.#longestSilence === null ? milliseconds : Math.min(milliseconds, this.#longestSilence * 1000);
  }
}
