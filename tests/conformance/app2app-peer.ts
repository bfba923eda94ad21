import { account, alice, bob, Peer, type PeerOptions } from '../../main/services/app2app/peer.fixture.ts';
import { app2app } from '../../main/services/app2app/service.ts';
import type { Expected, PeerDescription, RunningPeer } from './peer.ts';

const at = (port: number, secure = false) => ({
  endpoint: `${secure ? 'wss' : 'ws'}://127.0.0.1:${port}/api/v1`,
  ...account,
  subscribe: [alice],
});

/** App2App on the real packages of both Socket.IO generations, in both dialects. */
export const app2appPeers: PeerDescription[] = ([2, 4] as const).flatMap((generation) =>
  (['headers', 'flat'] as const).map((dialect) => ({
    name: `app2app, Socket.IO ${generation}, ${dialect}`,
    service: app2app,
    answers: true,
    at,
    start: ({ port, vigilant } = {}) =>
      start({ generation, dialect, ...(port !== undefined && { port }), ...(vigilant && { ping: 500 }) }),
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
    vigilant: {},
    request: {
      action: 'produce',
      input: { from: alice, to: bob, content: { as: 'text', text: 'hello' }, key: 'conformance' },
      steps: ['acknowledged', 'delivered'],
    },
    arrivals: () => peer.subscribed.length,
    flood: (count) => {
      for (let number = 0; number < count; number++) peer.deliver(`message ${number}`, `key ${number}`, number);
    },
    numberOf: ({ preview }) => {
      const number = /^message (\d+)$/.exec(preview ?? '')?.[1];
      return number === undefined ? undefined : Number(number);
    },
    attack: () => attack(peer),
    answer: (how) => {
      peer.answers = how;
    },
    cut: () => peer.cut(),
    stop: () => peer.stop(),
  };
}

function attack(peer: Peer): Expected[] {
  const proto = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
  const hostile: [string, ...unknown[]][] = [
    ['data', '<img src=x onerror=alert(1)>', '<b>key</b>', '</script>'],
    ['data', proto, proto, proto],
    ['message', '{"__proto__":{"from":"evil"},"content":{"__proto__":1}}', '__proto__', 1],
    ['data', 'x'.repeat(50_000_000), 'huge', 1],
    ['data', { headers: { from: 'a\u202eb\u0000\u001b[31m\n', to: '\u2066' }, content: '\u202e\u0007' }, '\ud800', 1],
    ['delivery-report', Buffer.from('{"key":1'), 7],
    ['delivery-report', proto],
    ['exception', Buffer.of(0xff, 0xfe), null],
    ['message', Buffer.of(0x30, 0x82, 0xff, 0xff, 0x06), Buffer.of(1), Buffer.of(2)],
    ['data', Buffer.from('-----BEGIN PKCS7-----\nnonsense'), null, null],
    ['data', { headers: { from: Buffer.of(1), signature: { type: 'Buffer', data: ['x'] } }, content: [] }],
    ['data'],
    ['__proto__', 1],
    ['constructor'],
    ['toString', 1],
    ['never-heard-of'.repeat(1000), 1],
  ];
  for (const [event, ...args] of hostile) peer.emit(event, ...args);
  // So deep that no server package would write it.
  peer.write(`["data",${'['.repeat(50_000)}${']'.repeat(50_000)},"deep",1]`);
  const recorded = hostile.map(([kind, ...args]) => ({ kind: kind.slice(0, 50), args }));
  return [...recorded, { kind: 'data', args: ['deep', 1] }];
}
