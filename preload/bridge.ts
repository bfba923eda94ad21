import type { Answer, Batch, Event, EventName, Input, Output, RequestName } from './contract/index.ts';

/** All that the interface sees of its host. `on` answers with its own undo. */
export interface Bridge {
  request<Name extends RequestName>(name: Name, input: Input<Name>): Promise<Answer<Output<Name>>>;
  on<Name extends EventName>(name: Name, listener: (event: Event<Name>, sequence: number) => void): () => void;
}

/** How a host carries requests and batches: Electron's IPC or a WebSocket. */
export interface Wire {
  request(name: string, input: unknown): Promise<Answer>;
  receive(deliver: (batch: Batch) => void): void;
}

type Listener = (event: never, sequence: number) => void;

export function createBridge(wire: Wire): Readonly<Bridge> {
  const listeners = new Map<EventName, Set<Listener>>();
  wire.receive((batch) => {
    for (const { sequence, name, event } of batch) {
      for (const listener of listeners.get(name) ?? []) listener(event as never, sequence);
    }
  });
  return Object.freeze({
    request: (name, input) => wire.request(name, input),
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
  } as Bridge);
}
