import type { Capture } from '../../preload/contract/index.ts';
import { Brake } from './brake.ts';
import { createClock } from './clock.ts';
import type { Draft, Revision } from './draft.ts';
import type { JournalOptions, Line } from './line.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { recordEntry, recordRevision, withoutPayload } from './record.ts';

/** The least time between two reports, in milliseconds. */
const reportPause = 250;

/** Numbers and stamps what is to be kept, and hands it over. What there is no room for is counted and shown as a gap. */
export class Recorder {
  readonly #clock = createClock();
  readonly #line: Line;
  readonly #outbox: Outbox;
  readonly #brake: Brake;
  readonly #on: Pick<JournalOptions['on'], 'taken' | 'captured'>;
  /** Entries dropped for want of room and not told of yet, by profile. */
  readonly #lost = new Map<string, number>();
  #last: number;
  /** UTF-16 units of JSON text beyond which a payload is kept in parts. */
  large = 1_000_000;
  /** Entries kept without their payload since the disk is full, by profile. */
  readonly #bare = new Map<string, number>();
  #full = false;
  #taken = 0;
  #dropped = 0;
  #reporting: NodeJS.Timeout | undefined;

  /** `last`: the greatest id ever given. */
  constructor(line: Line, last: number, on: Pick<JournalOptions['on'], 'taken' | 'captured' | 'hold'>) {
    this.#last = last;
    this.#line = line;
    this.#on = on;
    this.#brake = new Brake((held) => on.hold(held));
    this.#outbox = createOutbox((changes, weight) => line.post(changes, weight));
    line.onFull = (full) => {
      this.#full = full;
      this.#moved();
    };
    line.onWritten = (weight) => {
      this.#outbox.written(weight);
      this.#moved();
      if (!this.#full) this.#noteBare();
      if (this.#lost.size > 0 && this.#outbox.queued <= this.#outbox.room / 2) this.#noteGaps();
    };
  }

  get capture(): Capture {
    const { queued, room } = this.#outbox;
    return { taken: this.#taken, lost: this.#dropped, queued, room, held: this.#brake.on, full: this.#full };
  }

  append(profile: string, draft: Draft): number {
    this.#last += 1;
    this.#taken += 1;
    const whole = recordEntry(this.#last, this.#clock(), profile, draft, this.large);
    const record = this.#full ? withoutPayload(whole) : whole;
    if (!this.#outbox.put(record, this.#full ? 0 : record.size)) this.#lose(profile);
    else if (this.#full) this.#bare.set(profile, (this.#bare.get(profile) ?? 0) + 1);
    this.#on.taken(record);
    this.#moved();
    return this.#last;
  }

  revise(id: number, revision: Revision): void {
    const record = recordRevision(id, revision);
    this.#outbox.put(record, record.inside?.length ?? 0);
  }

  /** Hands over what is gathered, now. */
  send(): void {
    this.#outbox.send();
  }

  /** Hands over the last of it. */
  close(): void {
    this.#noteGaps();
    this.send();
    this.#line.onWritten = () => {};
    this.#brake.release();
    clearTimeout(this.#reporting);
  }

  #lose(profile: string): void {
    this.#dropped += 1;
    this.#lost.set(profile, (this.#lost.get(profile) ?? 0) + 1);
  }

  #moved(): void {
    // Without payloads there is room for long, and a full disk is not soon emptied by waiting.
    if (this.#full) this.#brake.release();
    else this.#brake.level(this.#outbox.queued / this.#outbox.room);
    this.#reporting ??= setTimeout(() => {
      this.#reporting = undefined;
      this.#on.captured(this.capture);
    }, reportPause);
  }

  #noteBare(): void {
    const bare = [...this.#bare];
    this.#bare.clear();
    for (const [profile, count] of bare) this.append(profile, bareOf(count));
  }

  #noteGaps(): void {
    const gaps = [...this.#lost];
    this.#lost.clear();
    for (const [profile, count] of gaps) this.append(profile, gapOf(count));
  }
}

function gapOf(count: number): Draft {
  const entries = count === 1 ? 'entry was' : 'entries were';
  const preview = `${count} ${entries} not kept: the disk is slower than messages arrive.`;
  return { direction: 'note', kind: 'gap', tone: 'bad', args: [{ lost: count }], preview };
}

function bareOf(count: number): Draft {
  const entries = count === 1 ? 'entry was' : 'entries were';
  const preview = `${count} ${entries} kept without payload: the disk was full.`;
  return { direction: 'note', kind: 'gap', tone: 'bad', args: [{ withoutPayload: count }], preview };
}
