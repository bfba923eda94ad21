import type { Change } from './worker-protocol.ts';

const pause = 50;
const mostChanges = 500;
const mostBytes = 4_000_000;
/** What one change costs beside its payload, in bytes. */
const overhead = 500;
/** What may be unwritten at once, in bytes. */
const bound = 256_000_000;

export interface Outbox {
  /** False when there is no room for an entry: it is dropped. Revisions are always taken. `size` in bytes. */
  put(change: Change, size: number): boolean;
  send(): void;
  /** The worker has written that much. */
  written(weight: number): void;
  /** Bytes that are not on disk yet, and the most there may be. */
  readonly queued: number;
  readonly room: number;
}

/** Gathers changes and posts them as batches: by time, by count and by bytes. Always takes one when it is empty. */
export function createOutbox(post: (changes: Change[], weight: number) => void, room = bound): Outbox {
  let changes: Change[] = [];
  let weight = 0;
  let posted = 0;
  let timer: NodeJS.Timeout | undefined;

  function send(): void {
    clearTimeout(timer);
    timer = undefined;
    if (changes.length === 0) return;
    posted += weight;
    post(changes, weight);
    changes = [];
    weight = 0;
  }

  return {
    send,
    put(change, size) {
      const cost = size + overhead;
      const unwritten = posted + weight;
      if (change.what === 'entry' && unwritten > 0 && unwritten + cost > room) return false;
      changes.push(change);
      weight += cost;
      if (changes.length >= mostChanges || weight >= mostBytes) send();
      else timer ??= setTimeout(send, pause);
      return true;
    },
    written(done) {
      posted -= done;
    },
    get queued() {
      return posted + weight;
    },
    room,
  };
}
