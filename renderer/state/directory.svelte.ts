import type { Bridge } from '../../preload/bridge.ts';
import type { ContractError, DirectoryItem, Event, ProfileId } from '../../preload/contract/index.ts';
import type { Choice } from '../parts/form-values.ts';
import { shortAddress } from '../parts/short-address.ts';

/** What one connection knows of its service, kept true by events. */
export class Directory {
  error: ContractError | null = $state.raw(null);
  ready = $state(false);
  #items: ReadonlyMap<string, DirectoryItem> = $state.raw(new Map());
  #bridge: Bridge;
  #profile: ProfileId | null = null;
  #undo: () => void;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    this.#undo = bridge.on('directory:changed', (event) => this.#apply(event));
  }

  get items(): DirectoryItem[] {
    return [...this.#items.values()];
  }

  /** What a field is completed with: the items of a kind. */
  choices(kind: string): Choice[] {
    const items = this.items.filter((item) => item.kind === kind);
    return items.map(({ id, title }) => ({ value: id, label: title === id ? shortAddress(id) : title }));
  }

  async show(profile: ProfileId): Promise<void> {
    if (profile !== this.#profile) this.#items = new Map();
    this.#profile = profile;
    const answer = await this.#bridge.request('directory:list', { profile });
    if (profile !== this.#profile) return;
    this.ready = true;
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) this.#items = new Map(answer.value.items.map((item) => [keyOf(item), item]));
  }

  close(): void {
    this.#undo();
  }

  #apply(event: Event<'directory:changed'>): void {
    if (event.profile !== this.#profile) return;
    const items = new Map(event.reset ? [] : this.#items);
    for (const item of event.removed) items.delete(keyOf(item));
    for (const item of event.put) items.set(keyOf(item), item);
    this.#items = items;
  }
}

function keyOf({ kind, id }: { kind: string; id: string }): string {
  return JSON.stringify([kind, id]);
}
