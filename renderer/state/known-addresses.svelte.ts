import type { Choice } from '../parts/form-values.ts';
import type { Console } from './console.svelte.ts';

const most = 500;

/** What may be meant by "whose": what the directories of all profiles know, and who has something in the keyring. */
export class KnownAddresses {
  #found = $state.raw<Choice[]>([]);
  readonly #console: Console;

  constructor(console: Console) {
    this.#console = console;
    void this.#ask();
  }

  get choices(): Choice[] {
    const kept = this.#console.keyring.map(({ address }) => ({ value: address, label: 'in the keyring' }));
    const byAddress = new Map([...this.#found, ...kept].map((choice) => [choice.value, choice]));
    return [...byAddress.values()].slice(0, most);
  }

  async #ask(): Promise<void> {
    const lists = await Promise.all(
      this.#console.profiles.map(async ({ id: profile, name }) => {
        // These are only suggestions: a connection without a directory has none.
        const answer = await this.#console.bridge.request('directory:list', { profile });
        const items = answer.ok ? answer.value.items : [];
        return items.map(({ id, title }) => ({ value: id, label: `${title}, ${name}` }));
      }),
    );
    this.#found = lists.flat();
  }
}
