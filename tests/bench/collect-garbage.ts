import { once } from 'node:events';
import { WebSocket } from 'ws';

/** The end of Node's inspector that a process listens on, as it is told of at `/json/list`. */
export async function inspectorOf(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
  const [target] = (await answer.json()) as { webSocketDebuggerUrl: string }[];
  if (!target) throw new Error('The process has no inspector.');
  return target.webSocketDebuggerUrl;
}

/** Has a Node process and all its worker threads collect their garbage, and lets go of them again. */
export async function collectGarbage(inspector: string): Promise<void> {
  const socket = new WebSocket(inspector);
  await once(socket, 'open');
  const collect = JSON.stringify({ id: 0, method: 'HeapProfiler.collectGarbage' });
  const workers: string[] = [];
  let asked = 0;

  /** Resolves when the process has answered; workers are told of before the answer that asks for them. */
  function ask(method: string, params: object = {}): Promise<void> {
    const id = ++asked;
    socket.send(JSON.stringify({ id, method, params }));
    return heard((message) => message.id === id);
  }
  function heard(wanted: (message: { id?: number; method?: string; params?: { sessionId?: string } }) => boolean) {
    return new Promise<void>((resolve) => {
      socket.on('message', function hear(text) {
        if (!wanted(JSON.parse(String(text)))) return;
        socket.off('message', hear);
        resolve();
      });
    });
  }
  socket.on('message', (text) => {
    const { method, params } = JSON.parse(String(text));
    if (method === 'NodeWorker.attachedToWorker') workers.push(params.sessionId);
  });

  await ask('NodeWorker.enable', { waitForDebuggerOnStart: false });
  for (const sessionId of workers) {
    const done = heard(
      ({ method, params }) => method === 'NodeWorker.receivedMessageFromWorker' && params?.sessionId === sessionId,
    );
    await ask('NodeWorker.sendMessageToWorker', { sessionId, message: collect });
    await done;
  }
  await ask('HeapProfiler.collectGarbage');
  socket.close();
  await once(socket, 'close');
}
