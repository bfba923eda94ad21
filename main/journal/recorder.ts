import type { Capture } from '../../preload/contract/index.ts';
import { Brake } from './brake.ts';
import { createClock } from './clock.ts';
import type { Draft, Revision } from './draft.ts';
import type { JournalOptions, Line } from './line.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { recordEntry, recordRevision } from './record.ts';

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
    line.onWritten = (weight) => {
      this.#outbox.written(weight);
      this.#moved();
      if (this.#lost.size > 0 && this.#outbox.queued <= this.#outbox.room / 2) this.#noteGaps();
    };
  }

  get capture(): Capture {
    const { queued, room } = this.#outbox;
    return { taken: this.#taken, lost: this.#dropped, queued, room, held: this.#brake.on, full: false };
  }

  append(profile: string, draft: Draft): number {
    this.#last += 1;
    this.#taken += 1;
    const record = recordEntry(this.#last, this.#clock(), profile, draft);
    if (!this.#outbox.put(record, record.size)) this.#lose(profile);
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
    this.#brake.level(this.#outbox.queued / this.#outbox.room);
    this.#reporting ??= setTimeout(() => {
      this.#reporting = undefined;
      this.#on.captured(this.capture);
    }, reportPause);
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
