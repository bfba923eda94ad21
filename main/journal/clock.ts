/** Differences up to this are the grain of the system's clock and its gentle corrections, in milliseconds. */
const tolerance = 20;

/** Where time comes from; a port, so that steps of the system's clock can be tried. */
export interface TimeSource {
  wall(): number;
  steady(): number;
}

const system: TimeSource = { wall: () => Date.now(), steady: () => performance.now() };

/**
 * Milliseconds since 1970 with a fraction, never less than the time before. A step forward of the system's clock, as
 * after sleep, is followed; a step back is not, so that an entry is never older than the one above it.
 */
export function createClock(source: TimeSource = system): () => number {
  let origin = source.wall() - source.steady();
  return () => {
    const steady = source.steady();
    const behind = source.wall() - (origin + steady);
    if (behind > tolerance) origin += behind;
    return origin + steady;
  };
}
