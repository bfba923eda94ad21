import type { Measurement, ProfileId, Totals } from '../../preload/contract/index.ts';
import { RoundTripCounts } from './round-trips.ts';
import { remembered, Seconds } from './seconds.ts';

/** What a connection tells of, as it happens. Constant work each. */
export interface Counts {
  /** What was sent has had the last answer that was waited for, after so many milliseconds. */
  answered(took: number): void;
  unanswered(): void;
  /** An attempt to come back begins. */
  reconnecting(): void;
}

interface Watcher {
  profile: ProfileId;
  /** Number of the first second that was not told of yet. */
  next: number;
  tell(measurement: Measurement): void;
}

/** What passes over each profile's connections: the last hour by seconds, and totals. Costs nothing while it is quiet. */
export class Statistics {
  readonly #measures = new Map<ProfileId, Measure>();
  readonly #watchers = new Set<Watcher>();
  #timer: NodeJS.Timeout | undefined;

  of(profile: ProfileId): Measure {
    const measure = this.#measures.get(profile) ?? new Measure();
    this.#measures.set(profile, measure);
    return measure;
  }

  /** The profile is gone. */
  forget(profile: ProfileId): void {
    this.#measures.delete(profile);
  }

  /** Answers the last hour, and tells after each second what it brought, until `stop` is called. */
  watch(profile: ProfileId, tell: (measurement: Measurement) => void): { now: Measurement; stop(): void } {
    const next = secondNow();
    const watcher = { profile, next, tell };
    this.#watchers.add(watcher);
    this.#timer ??= this.#atNextSecond();
    return {
      now: this.of(profile).between(next - remembered, next),
      stop: () => {
        this.#watchers.delete(watcher);
        if (this.#watchers.size > 0) return;
        clearTimeout(this.#timer);
        this.#timer = undefined;
      },
    };
  }

  #atNextSecond(): NodeJS.Timeout {
    return setTimeout(
      () => {
        this.#timer = this.#atNextSecond();
        const now = secondNow();
        for (const watcher of this.#watchers) {
          if (watcher.next >= now) continue;
          watcher.tell(this.of(watcher.profile).between(watcher.next, now));
          watcher.next = now;
        }
      },
      1000 - (Date.now() % 1000),
    );
  }
}

/** What passes over the connections of one profile. */
class Measure implements Counts {
  /** Made with the first message. */
  #hour: { seconds: Seconds; roundTrips: RoundTripCounts } | undefined;
  #totals: Totals = nothing(null);

  /** The profile is opened by its user: totals begin anew. */
  begin(): void {
    this.#totals = nothing(Date.now());
  }

  message(direction: 'in' | 'out', bytes: number): void {
    const totals = this.#totals;
    if (direction === 'in') {
      totals.in += 1;
      totals.bytesIn += bytes;
    } else {
      totals.out += 1;
      totals.bytesOut += bytes;
    }
    this.#kept().seconds.message(secondNow(), direction, bytes);
  }

  answered(took: number): void {
    const now = secondNow();
    const { seconds, roundTrips } = this.#kept();
    seconds.roundTrip(now, took);
    roundTrips.add(took, now);
  }

  unanswered(): void {
    this.#totals.unanswered += 1;
  }

  reconnecting(): void {
    this.#totals.reconnects += 1;
  }

  /** From one second to before another. */
  between(from: number, before: number): Measurement {
    return {
      until: before * 1000,
      seconds: this.#hour?.seconds.between(from, before) ?? [],
      roundTrips: this.#hour?.roundTrips.figures(before) ?? [],
      totals: { ...this.#totals },
    };
  }

  #kept() {
    this.#hour ??= { seconds: new Seconds(), roundTrips: new RoundTripCounts() };
    return this.#hour;
  }
}

function nothing(since: number | null): Totals {
  return { since, in: 0, out: 0, bytesIn: 0, bytesOut: 0, unanswered: 0, reconnects: 0 };
}

/** Number of the second since 1970. */
function secondNow(): number {
  return Math.floor(Date.now() / 1000);
}
