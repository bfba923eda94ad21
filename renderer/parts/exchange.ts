import type { EntryRow, Exchanged } from '../../preload/contract/index.ts';

/** Milliseconds between an entry and the step that it is noted as, at most: both are written in one go. */
const moment = 50;

/** Of the entries of a folded exchange those that no step tells of: what failed is a step of the first, with the reason. */
export function withoutSteps({ at, steps, exchanged = [] }: Pick<EntryRow, 'at' | 'steps' | 'exchanged'>): Exchanged[] {
  const failures = steps.filter(({ tone }) => tone === 'bad').map(({ after }) => at + after);
  const told = (entry: Exchanged) =>
    entry.tone === 'bad' && failures.some((time) => Math.abs(time - entry.at) < moment);
  return exchanged.filter((entry, index) => index === 0 || !told(entry));
}
