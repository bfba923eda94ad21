import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import type { Answer, Input, Output, RequestName } from '../../preload/contract/index.ts';

/** The built headless host, without a browser. */
export interface BareHost {
  request<Name extends RequestName>(name: Name, input: Input<Name>): Promise<Output<Name>>;
  /** Ends it as a power cut would; resolves with the time when the process is gone. */
  kill(): Promise<number>;
}

export async function startBareHost(folder: string): Promise<BareHost> {
  const child = spawn(process.execPath, ['out/main/headless.cjs', '--no-browser', '--data', folder]);
  child.stderr.pipe(process.stderr);
  const link = await firstLink(child.stdout);
  const cookie = (await fetch(link)).headers.get('set-cookie')?.split(';')[0] ?? '';
  const { origin, host } = new URL(link);
  const socket = new WebSocket(`ws://${host}/bridge`, { origin, headers: { cookie } });
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.on('message', (data) => {
    const { id, answer } = JSON.parse(data.toString());
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  // It is cut off when the host is killed.
  socket.on('error', () => {});
  await once(socket, 'open');
  let asked = 0;
  return {
    async request(name, input) {
      asked += 1;
      socket.send(JSON.stringify({ id: asked, name, input }));
      const answer = await new Promise<Answer>((resolve) => waiting.set(asked, resolve));
      if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
      return answer.value as never;
    },
    async kill() {
      const gone = once(child, 'exit');
      const at = Date.now();
      child.kill('SIGKILL');
      await gone;
      return at;
    },
  };
}

async function firstLink(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const [link] = /http:\/\/\S+/.exec(line) ?? [];
    if (link) return link;
  }
  throw new Error('The host ended before it could be reached.');
}
