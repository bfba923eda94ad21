const waiting = new Set<() => void>();

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
  waiting.delete(work);
  if (waiting.size > 0) requestAnimationFrame(next);
  work();
}
