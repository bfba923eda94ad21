import type { Bridge } from '../../preload/bridge.ts';
import type { ContractError, Preview, ProfileId } from '../../preload/contract/index.ts';
import type { FormValue } from '../parts/form-values.ts';

export type Shown = { is: 'none' } | { is: 'preview'; preview: Preview } | { is: 'failed'; error: ContractError };

/** Characters and bytes that are asked for; more is not looked at before it is sent. */
const part = 200_000;

/** What a composer would send, and what it was made of. */
export class Previewing {
  busy = $state(false);
  shown: Shown = $state.raw({ is: 'none' });
  /** All that it depends on, as text: when that has changed, it is out of date. */
  of = $state('');
  #bridge: Bridge;
  #asked = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** By field. */
  get errors(): Record<string, string> {
    return this.shown.is === 'failed' ? (this.shown.error.fields ?? {}) : {};
  }

  async make(profile: ProfileId, action: string, input: FormValue, of: string): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.busy = true;
    const answer = await this.#bridge.request('connection:preview', { profile, action, input, limit: part });
    if (asked !== this.#asked) return;
    this.busy = false;
    this.of = of;
    this.shown = answer.ok ? { is: 'preview', preview: answer.value } : { is: 'failed', error: answer.error };
  }

  forget(): void {
    this.#asked += 1;
    this.busy = false;
    this.shown = { is: 'none' };
  }
}
