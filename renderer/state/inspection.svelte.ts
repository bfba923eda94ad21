import type { Bridge } from '../../preload/bridge.ts';
import type { ContractError, Entry } from '../../preload/contract/index.ts';

/** Characters of text and bytes of each binary that are shown unasked. */
export const firstPart = 256_000;
const everything = 200_000_000;

/** One entry as the inspector shows it; asked for again when it was revised. */
export class Inspection {
  entry: Entry | null = $state.raw(null);
  error: ContractError | null = $state.raw(null);
  loading = $state(false);

  #bridge: Bridge;
  #id: number | null = null;
  #limit = firstPart;
  #undo: () => void;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    this.#undo = bridge.on('journal:revised', ({ rows }) => {
      const shown = [this.#id, ...(this.entry?.related.map((row) => row.id) ?? [])];
      if (rows.some((row) => shown.includes(row.id))) void this.#load();
    });
  }

  /** True while what came does not yet have everything. */
  get cut(): boolean {
    return this.entry !== null && (this.entry.payload.cut || this.entry.inside?.cut === true);
  }

  async show(id: number | null): Promise<void> {
    this.#id = id;
    this.#limit = firstPart;
    if (id !== null) return this.#load();
    this.entry = null;
    this.error = null;
  }

  async loadAll(): Promise<void> {
    this.#limit = everything;
    await this.#load();
  }

  /** The entry whole, without showing it. */
  async whole(): Promise<Entry | null> {
    if (this.#id === null || !this.cut) return this.entry;
    const answer = await this.#bridge.request('journal:entry', { id: this.#id, limit: everything });
    return answer.ok ? answer.value : null;
  }

  close(): void {
    this.#undo();
    this.#id = null;
  }

  async #load(): Promise<void> {
    const [id, limit] = [this.#id, this.#limit];
    if (id === null) return;
    this.loading = true;
    const answer = await this.#bridge.request('journal:entry', { id, limit });
    if (id !== this.#id || limit !== this.#limit) return;
    this.loading = false;
    this.entry = answer.ok ? answer.value : null;
    this.error = answer.ok ? null : answer.error;
  }
}
