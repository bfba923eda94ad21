import type { EntryRow, ProfileId } from '../../preload/contract/index.ts';
import type { Journal } from '../journal/journal.ts';
import type { Lens } from '../keyring/lens.ts';
import type { Judgement, Memory, Service } from '../services/service.ts';

/** Judged at the same time; the work itself is done in the crypto worker. */
const atOnce = 8;

/** More are not queued: under a flood only what was shown last is judged, the rest when it is looked at again. */
const queueLength = 1_000;

interface JudgedProfiles {
  serviceOf(profile: ProfileId): Service | undefined;
  memoryOf(profile: ProfileId): Memory;
}

/** Has sealed and signed entries judged when they are first shown, and writes what was found into the journal. */
export class Verdicts {
  #waiting = new Set<number>();
  #running = new Set<number>();
  #journal: Journal;
  #lens: Lens;
  #profiles: JudgedProfiles;

  constructor(journal: Journal, lens: Lens, profiles: JudgedProfiles) {
    this.#journal = journal;
    this.#lens = lens;
    this.#profiles = profiles;
  }

  /** Rows that somebody looks at now. */
  look(rows: readonly EntryRow[]): void {
    for (const { id, opened, signature } of rows) {
      if (opened.state !== 'pending' && signature.state !== 'pending') continue;
      if (!this.#running.has(id)) this.#waiting.add(id);
    }
    for (const id of this.#waiting) {
      if (this.#waiting.size <= queueLength) break;
      this.#waiting.delete(id);
    }
    this.#next();
  }

  #next(): void {
    for (const id of this.#waiting) {
      if (this.#running.size >= atOnce) return;
      this.#waiting.delete(id);
      this.#running.add(id);
      this.#judge(id).finally(() => {
        this.#running.delete(id);
        this.#next();
      });
    }
  }

  async #judge(id: number): Promise<void> {
    const found = await this.#journal.args(id).catch(() => undefined);
    const judge = found && this.#profiles.serviceOf(found.profile)?.judge;
    if (!judge) return;
    const memory = this.#profiles.memoryOf(found.profile);
    this.#journal.revise(id, { ...(await judge(found.args, this.#lens, memory).catch(unjudged)) });
  }
}

/** A judge that throws has met something its author did not think of: that is a verdict too. */
function unjudged(error: unknown): Judgement {
  const text = error instanceof Error ? error.message : String(error);
  return {
    opened: { state: 'broken', reason: `It could not be examined: ${text}` },
    signature: { state: 'signer-unknown', reason: 'The message could not be examined.' },
    facts: [],
  };
}
