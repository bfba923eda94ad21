import { authorization, Peer } from '../../main/services/plain/websocket/peer.fixture.ts';
import { webSocket } from '../../main/services/plain/websocket/service.ts';
import type { Expected, PeerDescription, RunningPeer } from './peer.ts';

const at = (port: number, secure = false) => ({
  url: `${secure ? 'wss' : 'ws'}://127.0.0.1:${port}/chat`,
  authorization,
});

/** Plain WebSocket on the real package. */
export const webSocketPeers: PeerDescription[] = [
  { name: 'WebSocket', service: webSocket, answers: true, at, start: ({ port } = {}) => start(port) },
];

async function start(port?: number): Promise<RunningPeer> {
  const peer = await Peer.start(port);
  const settings = at(peer.port);
  return {
    port: peer.port,
    settings,
    refused: [
      { name: 'no authorization', settings: { ...settings, authorization: 'Bearer hunter2-7rX' }, code: 'credentials' },
      { name: 'a wrong path', settings: { ...settings, url: `ws://127.0.0.1:${peer.port}/nowhere` }, code: 'http' },
    ],
    impatient: { answerTimeout: 0.2 },
    vigilant: { heartbeat: 1 },
    request: { action: 'ping', input: { payload: { as: 'text', text: 'are you there?' } }, steps: ['answered'] },
    arrivals: () => peer.requests.length,
    flood: (count) => {
      for (let number = 0; number < count; number++) peer.send(`message ${number}`);
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
  const hostile: (string | Buffer)[] = [
    '<img src=x onerror=alert(1)>',
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    'x'.repeat(50_000_000),
    Buffer.alloc(50_000_000, 7),
    'a\u202eb\u0000\u001b[31m\n\u2066',
    `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    '',
    '{"cut": ',
    Buffer.of(0xff, 0xfe),
    Buffer.of(),
  ];
  for (const data of hostile) peer.send(data);
  const broken = Buffer.of(0x68, 0xc3, 0x28);
  for (const socket of peer.sockets) {
    socket.send(broken, { binary: false });
    socket.send('in ', { fin: false });
    socket.ping(Buffer.of(0, 255));
    socket.send('two parts', { fin: true });
    for (let number = 0; number < 50; number++) socket.pong(Buffer.alloc(125, number));
  }
  const recorded = hostile.map((data) => ({ kind: typeof data === 'string' ? 'text' : 'binary', args: [data] }));
  const controls = [{ kind: 'ping', args: [Buffer.of(0, 255)] }];
  const pongs = Array.from({ length: 50 }, (_, number) => ({ kind: 'pong', args: [Buffer.alloc(125, number)] }));
  return [
    ...recorded,
    { kind: 'text', args: ['h\ufffd(', broken] },
    ...controls,
    { kind: 'text', args: ['in two parts'] },
    ...pongs,
  ];
}
