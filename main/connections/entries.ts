import type { ProfileId, Step } from '../../preload/contract/index.ts';
import type { Draft } from '../journal/draft.ts';
import type { Journal } from '../journal/journal.ts';
import type { Redactor } from '../redact.ts';
import type { Recorded } from '../services/service.ts';
import type { Counts } from './statistics.ts';

/** Writes a profile's entries. In notes secrets are hidden; messages are kept as they came and went. */
export class Entries {
  readonly #journal: Journal;
  readonly #profile: ProfileId;
  readonly #redactor: Redactor;
  readonly #counts: Counts;

  constructor(journal: Journal, profile: ProfileId, redactor: Redactor, counts: Counts) {
    this.#counts = counts;
    this.#journal = journal;
    this.#profile = profile;
    this.#redactor = redactor;
  }

  record(draft: Draft): Recorded {
    const journal = this.#journal;
    const sent = performance.now();
    const id = journal.append(this.#profile, draft.direction === 'note' ? this.#redactor.hide(draft) : draft);
    const steps: Step[] = [];
    let awaited = draft.direction === 'out' && draft.waiting === true;
    return {
      id,
      step: (name, tone, { text, waiting, silent }) => {
        const after = Math.round((performance.now() - sent) * 1000) / 1000;
        if (awaited && !waiting && !silent) this.#counts.answered(after);
        if (awaited && !waiting && silent && tone === 'bad') this.#counts.unanswered();
        awaited &&= waiting;
        steps.push({ name, after, tone, ...(text === undefined ? {} : { text }) });
        journal.revise(id, { steps: [...steps], waiting });
      },
      judged: (judgement) => journal.revise(id, { ...judgement }),
    };
  }
}
