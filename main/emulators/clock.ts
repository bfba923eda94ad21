/** What a tape takes the time from. */
export interface Clock {
  /** Milliseconds since some moment, with fraction. */
  now(): number;
  /** Acts once so many milliseconds have passed, unless the answer is called before. */
  after(milliseconds: number, act: () => void): () => void;
}

/** The longest that a timer of Node takes. */
const longest = 2 ** 31 - 1;

export const realClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, act) {
    const timer = setTimeout(act, Math.min(milliseconds, longest));
    return () => clearTimeout(timer);
  },
};
