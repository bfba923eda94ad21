import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../problem.ts';
import { WorkerDesk } from './desk.ts';
import { isDiskTrouble } from './disk-trouble.ts';
import { unpack } from './parcel.ts';
import type { FromWorker, Question, ToWorker } from './worker-protocol.ts';

if (!parentPort) throw new Error('The journal runs in a worker thread.');
const port = parentPort;
const post = (message: FromWorker) => port.postMessage(message);
const desk = new WorkerDesk((workerData as { folder: string }).folder, post);

async function answer(number: number, name: Question, input: unknown): Promise<void> {
  try {
    const value: unknown = await desk[name](input as never);
    post({ what: 'answer', number, value });
  } catch (error) {
    post({ what: 'failure', number, message: messageOf(error), disk: isDiskTrouble(error) });
  }
  if (name === 'close') port.close();
}

port.on('message', (message: ToWorker) => {
  if (message.what === 'batch') desk.take({ changes: unpack(message.parcel), weight: message.weight });
  else void answer(message.number, message.name, message.input);
});
post({ what: 'ready', last: desk.last, notices: desk.notices });
