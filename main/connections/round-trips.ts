import { type RoundTrips, spans } from '../../preload/contract/index.ts';

/** Length of a part, in seconds, and how many make up the longest span. */
const [partLength, parts] = [10, 360];
/** Steps of a factor of 2^(1/8), which is within 5 % of what was measured; from 50 µs to a quarter of an hour. */
const [steps, stepsPerDoubling, shortest] = [192, 8, 0.05];

interface Part {
  number: number;
  counts: Uint32Array;
}

/** How long answers took during the last hour, as counts by duration: a fixed amount of memory, however many. */
export class RoundTripCounts {
  /** A part is made when something first falls into it, and used again an hour later. */
  readonly #parts: (Part | undefined)[] = Array(parts).fill(undefined);

  /** `took` in milliseconds, `second`: number of the second since 1970 in which it ended. */
  add(took: number, second: number): void {
    const number = Math.floor(second / partLength);
    const part = this.#at(number);
    const step = stepOf(took);
    part.counts[step] = (part.counts[step] ?? 0) + 1;
  }

  /** Over each of the spans, up to this second. */
  figures(second: number): RoundTrips[] {
    const last = Math.floor(second / partLength);
    return spans.map((minutes) => {
      const counts = this.#sum(last - (minutes * 60) / partLength, last);
      const count = counts.reduce((sum, each) => sum + each, 0);
      const at = (share: number) => (count === 0 ? null : durationAt(counts, Math.ceil(count * share)));
      return { minutes, count, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
    });
  }

  #at(number: number): Part {
    const index = number % parts;
    const found = this.#parts[index];
    if (found?.number === number) return found;
    const part = { number, counts: found?.counts.fill(0) ?? new Uint32Array(steps) };
    this.#parts[index] = part;
    return part;
  }

  /** Of the parts after one number up to another. */
  #sum(after: number, last: number): Float64Array {
    const sum = new Float64Array(steps);
    for (const part of this.#parts) {
      if (!part || part.number <= after || part.number > last) continue;
      for (let step = 0; step < steps; step++) sum[step] = (sum[step] ?? 0) + (part.counts[step] ?? 0);
    }
    return sum;
  }
}

function stepOf(took: number): number {
  const step = Math.floor(Math.log2(Math.max(took, shortest) / shortest) * stepsPerDoubling);
  return Math.min(step, steps - 1);
}

/** The middle of the step in which the one of this rank is. */
function durationAt(counts: Float64Array, rank: number): number {
  let seen = 0;
  const step = counts.findIndex((count) => {
    seen += count;
    return seen >= rank;
  });
  return shortest * 2 ** ((step + 0.5) / stepsPerDoubling);
}
