import type { Bridge } from '../../preload/bridge.ts';
import type { ContractError, EntryRow, ProfileId } from '../../preload/contract/index.ts';
import type { FormValue } from '../parts/form-values.ts';

export type Outcome =
  | { is: 'none' }
  | { is: 'sent'; entry: number | null; text: string | undefined; row: EntryRow | null }
  | { is: 'failed'; error: ContractError };

/** The last thing a composer sent, and what has become of it. */
export class Sending {
  busy = $state(false);
  outcome: Outcome = $state.raw({ is: 'none' });
  #bridge: Bridge;
  #undo: (() => void)[];

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    this.#undo = [
      bridge.on('journal:revised', ({ rows }) => this.#follow(rows)),
      bridge.on('journal:appended', ({ tail }) => this.#follow(tail)),
    ];
  }

  /** By field; what was typed stays. */
  get errors(): Record<string, string> {
    return this.outcome.is === 'failed' ? (this.outcome.error.fields ?? {}) : {};
  }

  /** True when it was taken. */
  async send(profile: ProfileId, action: string, input: FormValue): Promise<boolean> {
    this.busy = true;
    const answer = await this.#bridge.request('connection:perform', { profile, action, input });
    this.busy = false;
    this.outcome = answer.ok
      ? { is: 'sent', entry: answer.value.entry, text: answer.value.text, row: null }
      : { is: 'failed', error: answer.error };
    return answer.ok;
  }

  forget(): void {
    this.outcome = { is: 'none' };
  }

  close(): void {
    for (const undo of this.#undo) undo();
  }

  #follow(rows: EntryRow[]): void {
    const { outcome } = this;
    if (outcome.is !== 'sent' || outcome.entry === null) return;
    const row = rows.find(({ id }) => id === outcome.entry);
    if (row) this.outcome = { ...outcome, row };
  }
}
