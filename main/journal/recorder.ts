import { createClock } from './clock.ts';
import type { Draft, Revision } from './draft.ts';
import type { Line } from './line.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { recordEntry, recordRevision } from './record.ts';

/** Numbers and stamps what is to be kept, and hands it over. What there is no room for is counted and shown as a gap. */
export class Recorder {
  readonly #clock = createClock();
  readonly #outbox: Outbox;
  /** Entries dropped for want of room, by profile. */
  readonly #lost = new Map<string, number>();
  #last: number;

  /** `last`: the greatest id ever given. */
  constructor(line: Line, last: number) {
    this.#last = last;
    this.#outbox = createOutbox((changes, weight) => line.post(changes, weight));
    line.onWritten = (weight) => {
      this.#outbox.written(weight);
      if (this.#lost.size > 0 && this.#outbox.roomy) this.#noteGaps();
    };
  }

  append(profile: string, draft: Draft): number {
    this.#last += 1;
    const record = recordEntry(this.#last, this.#clock(), profile, draft);
    if (!this.#outbox.put(record, record.size)) this.#lost.set(profile, (this.#lost.get(profile) ?? 0) + 1);
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
