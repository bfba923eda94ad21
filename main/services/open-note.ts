import type { Fact } from '../../preload/contract/index.ts';
import type { Context } from './service.ts';

/** Records that the line is open, and what is known of it. */
export function noteOpen(journal: Pick<Context<unknown>, 'record'>, facts: Fact[]): void {
  const preview = facts.map(({ name, value }) => `${name}: ${value}`).join(', ');
  journal.record({ direction: 'note', kind: 'open', args: [facts], preview });
}
