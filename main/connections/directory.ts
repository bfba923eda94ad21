import type { DirectoryItem, Event, ProfileId } from '../../preload/contract/index.ts';
import type { DirectoryWriter } from '../services/service.ts';

/** What a connection knows of its service, and which of it the interface has not been told yet. */
export class Directory implements DirectoryWriter {
  #items = new Map<string, Map<string, DirectoryItem>>();
  #changed = new Map<string, { kind: string; id: string }>();
  #reset = false;
  #profile: ProfileId;
  #touched: () => void;

  /** `touched` is called on every change; {@link take} then tells what changed. */
  constructor(profile: ProfileId, touched: () => void) {
    this.#profile = profile;
    this.#touched = touched;
  }

  put(item: DirectoryItem): void {
    const kind = this.#items.get(item.kind) ?? new Map<string, DirectoryItem>();
    this.#items.set(item.kind, kind.set(item.id, item));
    this.#touch(item.kind, item.id);
  }

  get(kind: string, id: string): DirectoryItem | undefined {
    return this.#items.get(kind)?.get(id);
  }

  list(kind: string): DirectoryItem[] {
    return [...(this.#items.get(kind)?.values() ?? [])];
  }

  remove(kind: string, id: string): void {
    if (this.#items.get(kind)?.delete(id)) this.#touch(kind, id);
  }

  clear(): void {
    this.#items.clear();
    this.#changed.clear();
    this.#reset = true;
    this.#touched();
  }

  all(): DirectoryItem[] {
    return [...this.#items.values()].flatMap((kind) => [...kind.values()]);
  }

  /** The changes since the last call. */
  take(): Event<'directory:changed'> {
    const put: DirectoryItem[] = [];
    const removed: { kind: string; id: string }[] = [];
    for (const { kind, id } of this.#changed.values()) {
      const item = this.get(kind, id);
      if (item) put.push(item);
      else removed.push({ kind, id });
    }
    const reset = this.#reset;
    this.#changed.clear();
    this.#reset = false;
    return { profile: this.#profile, reset, put, removed };
  }

  #touch(kind: string, id: string): void {
    this.#changed.set(JSON.stringify([kind, id]), { kind, id });
    this.#touched();
  }
}
