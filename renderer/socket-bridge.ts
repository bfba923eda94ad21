import { type Bridge, createBridge } from '../preload/bridge.ts';
import type { Answer, Batch } from '../preload/contract/index.ts';

type Incoming = { id: number; answer: Answer } | { batch: Batch };

const gone: Answer = {
  ok: false,
  error: {
    code: 'unavailable',
    message: 'Patchbay has stopped. Start it again with npm start, then open the link that it prints.',
  },
};

/** Milliseconds between attempts to find a lost host again. */
const pause = 1000;

/**
 * The bridge over a WebSocket: `{ id, name, input }` one way, `{ id, answer }` or `{ batch }` the other.
 * A lost socket has lost this page's views in main, so the page is loaded anew as soon as the host is back.
 */
export async function openSocketBridge(url: URL): Promise<Bridge> {
  const socket = await open(url);
  const waiting = new Map<number, (answer: Answer) => void>();
  let asked = 0;
  let deliver = (_batch: Batch) => {};
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data) as Incoming;
    if ('batch' in message) return deliver(message.batch);
    waiting.get(message.id)?.(message.answer);
    waiting.delete(message.id);
  };
  socket.onclose = () => {
    for (const answer of waiting.values()) answer(gone);
    waiting.clear();
    tellLost();
    void reloadWhenBack(url);
  };
  return createBridge({
    request: (name, input) => {
      if (socket.readyState !== WebSocket.OPEN) return Promise.resolve(gone);
      const id = ++asked;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        socket.send(JSON.stringify({ id, name, input }));
      });
    },
    receive: (listener) => {
      deliver = listener;
    },
  });
}

function open(url: URL): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.onopen = () => resolve(socket);
    socket.onclose = () => reject(new Error('Patchbay does not answer. Start it again with npm start.'));
  });
}

async function reloadWhenBack(url: URL): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const back = await open(url).catch(() => undefined);
    if (back) return location.reload();
  }
}

function tellLost(): void {
  const alert = document.createElement('p');
  alert.role = 'alert';
  alert.className = 'host-lost';
  alert.textContent = gone.ok ? '' : gone.error.message;
  document.body.append(alert);
}
