import type { EntryRow, ProfileId, VerdictsProgress } from '../../preload/contract/index.ts';
import type { Journal } from '../journal/journal.ts';
import type { Lens } from '../keyring/lens.ts';
import { messageOf } from '../problem.ts';
import type { Judgement, Memory, Service } from '../services/service.ts';

/** Judged at the same time; the work itself is done in the crypto worker. */
const atOnce = 8;

/** More are not queued: under a flood only what was shown last is judged, the rest when it is looked at again. */
const queueLength = 1_000;

interface JudgedProfiles {
  serviceOf(profile: ProfileId): Service | undefined;
  memoryOf(profile: ProfileId): Memory;
}

/**
 * Has sealed and signed entries judged when they are first shown, and writes what was found into the journal. What
 * could not be judged is tried again, behind what is shown, once a key was added.
 */
export class Verdicts {
  /** Shown, and to be judged. */
  #waiting = new Set<number>();
  /** To be judged again, oldest first. */
  #again = new Set<number>();
  #total = 0;
  #running = new Set<number>();
  #journal: Journal;
  #lens: Lens;
  #profiles: JudgedProfiles;

  #changed: () => void;

  /** `changed`: there is another {@link Verdicts.progress}. */
  constructor(journal: Journal, lens: Lens, profiles: JudgedProfiles, changed: () => void) {
    this.#journal = journal;
    this.#lens = lens;
    this.#profiles = profiles;
    this.#changed = changed;
  }

  get progress(): VerdictsProgress {
    return this.#again.size === 0 ? null : { done: this.#total - this.#again.size, total: this.#total };
  }

  /** A key was added: whatever was locked or of an unknown signer is judged again. Rejects when the journal fails. */
  async retry(): Promise<void> {
    for (const id of await this.#journal.retryVerdicts()) this.#again.add(id);
    this.#total = this.#again.size;
    this.#changed();
    this.#next();
  }

  /** What is left of a retry is judged when it is next shown. */
  stop(): void {
    this.#again.clear();
    this.#changed();
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
    for (const queue of [this.#waiting, this.#again]) {
      for (const id of queue) {
        if (this.#running.size >= atOnce) return;
        queue.delete(id);
        if (!this.#running.has(id)) this.#start(id);
        if (queue === this.#again) this.#changed();
      }
    }
  }

  #start(id: number): void {
    this.#running.add(id);
    this.#judge(id).finally(() => {
      this.#running.delete(id);
      this.#next();
    });
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
  return {
    opened: { state: 'broken', reason: `It could not be examined: ${messageOf(error)}` },
    signature: { state: 'signer-unknown', reason: 'The message could not be examined.' },
    facts: [],
  };
}
