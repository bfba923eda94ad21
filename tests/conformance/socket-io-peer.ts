import { authorization, Peer, type PeerOptions } from '../../main/services/plain/socket-io/peer.fixture.ts';
import { socketIo } from '../../main/services/plain/socket-io/service.ts';
import type { Expected, PeerDescription, RunningPeer } from './peer.ts';

const at = (port: number, secure = false) => ({
  url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}`,
  namespace: '/chat',
  authorization,
});

/** Plain Socket.IO on the real packages of both generations. */
export const socketIoPeers: PeerDescription[] = ([2, 4] as const).map((generation) => ({
  name: `Socket.IO ${generation}`,
  service: socketIo,
  answers: true,
  at,
  start: ({ port, vigilant } = {}) =>
    start({ generation, ...(port !== undefined && { port }), ...(vigilant && { ping: 500 }) }),
}));

async function start(options: PeerOptions): Promise<RunningPeer> {
  const peer = await Peer.start(options);
  const settings = at(peer.port);
  return {
    port: peer.port,
    settings,
    refused: [
      { name: 'no authorization', settings: { ...settings, authorization: 'Bearer hunter2-7rX' }, code: 'credentials' },
      { name: 'a wrong namespace', settings: { ...settings, namespace: '/nowhere' }, code: 'address' },
      { name: 'a wrong path', settings: { ...settings, path: '/nowhere' }, code: 'protocol' },
    ],
    impatient: { answerTimeout: 0.2 },
    vigilant: {},
    request: {
      action: 'emit',
      input: { event: 'add', args: [{ value: { as: 'number', number: 1 } }], acknowledge: true },
      steps: ['acknowledged'],
    },
    arrivals: () => peer.arrivals,
    flood: (count) => {
      for (let number = 0; number < count; number++) peer.emit('count', number, 'text');
    },
    numberOf: ({ kind, args }) => (kind === 'count' ? Number(args[0]) : undefined),
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
    ['message', '<img src=x onerror=alert(1)>', '</script>'],
    ['message', proto, [proto]],
    ['message', 'x'.repeat(50_000_000)],
    ['message', 'a\u202eb\u0000\u001b[31m\n', '\ud800'],
    ['message', Buffer.of(0xff, 0xfe), { deep: [{ bytes: Buffer.alloc(100_000, 7) }] }],
    ['message'],
    ['__proto__', 1],
    ['constructor'],
    ['toString', 1],
    ['never-heard-of'.repeat(1000), 1],
  ];
  for (const [event, ...args] of hostile) peer.emit(event, ...args);
  // So deep that no server package would write it.
  peer.write(`["message",${'['.repeat(50_000)}${']'.repeat(50_000)},"deep",1]`);
  const recorded = hostile.map(([kind, ...args]) => ({ kind: kind.slice(0, 50), args }));
  return [...recorded, { kind: 'message', args: ['deep', 1] }];
}
