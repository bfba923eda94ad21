import { account, alice, bob, Peer, type PeerOptions } from '../../main/services/app2app/peer.fixture.ts';
import { app2app } from '../../main/services/app2app/service.ts';
import type { PeerDescription, RunningPeer } from './peer.ts';

const at = (port: number) => ({ endpoint: `ws://127.0.0.1:${port}/api/v1`, ...account, subscribe: [alice] });

/** App2App on the real packages of both Socket.IO generations, in both dialects. */
export const app2appPeers: PeerDescription[] = ([2, 4] as const).flatMap((generation) =>
  (['headers', 'flat'] as const).map((dialect) => ({
    name: `app2app, Socket.IO ${generation}, ${dialect}`,
    service: app2app,
    at,
    start: (port) => start({ generation, dialect, ...(port !== undefined && { port }) }),
  })),
);

async function start(options: PeerOptions): Promise<RunningPeer> {
  const peer = await Peer.start(options);
  const settings = { ...at(peer.port), dialect: options.dialect };
  return {
    port: peer.port,
    settings,
    refused: [
      { name: 'a wrong password', settings: { ...settings, password: 'hunter2-7rX' }, code: 'credentials' },
      {
        name: 'a wrong namespace',
        settings: { ...settings, endpoint: `ws://127.0.0.1:${peer.port}/nowhere` },
        code: 'address',
      },
    ],
    impatient: { answerTimeout: 0.2 },
    request: {
      action: 'produce',
      input: { from: alice, to: bob, content: { as: 'text', text: 'hello' }, key: 'conformance' },
    },
    subscriptions: () => peer.subscribed.length,
    flood: (count) => {
      for (let number = 0; number < count; number++) peer.deliver(`message ${number}`, `key ${number}`, number);
    },
    numberOf: ({ preview }) => {
      const number = /^message (\d+)$/.exec(preview ?? '')?.[1];
      return number === undefined ? undefined : Number(number);
    },
    emit: (event, ...args) => peer.emit(event, ...args),
    emitDeep: (depth) => peer.write(`["data",${'['.repeat(depth)}${']'.repeat(depth)},"deep",1]`),
    answer: (how) => {
      peer.answers = how;
    },
    cut: () => peer.cut(),
    stop: () => peer.stop(),
  };
}
