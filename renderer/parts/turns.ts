const waiting = new Set<() => void>();

/** Milliseconds after a click in which everything waits: what it asked for is shown first. */
const courtesy = 50;
let clicked = Number.NEGATIVE_INFINITY;
addEventListener(
  'click',
  () => {
    clicked = performance.now();
  },
  { capture: true },
);

/**
 * Does something in a frame in which nothing else that asked so is done: ten lists that grow at the same time then cost
 * ten short frames and not a long one. Asked again before it was done it is done once. Answers what takes it back.
 */
export function inTurn(work: () => void): () => void {
  if (waiting.size === 0) requestAnimationFrame(next);
  waiting.add(work);
  return () => waiting.delete(work);
}

function next(): void {
  const [work] = waiting;
  if (!work) return;
  if (performance.now() - clicked < courtesy) return void requestAnimationFrame(next);
  waiting.delete(work);
  if (waiting.size > 0) requestAnimationFrame(next);
  work();
}
