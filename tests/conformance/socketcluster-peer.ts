import { socketCluster } from '../../main/services/plain/socketcluster/service.ts';
import { ClusterServer, type Wish } from '../../main/transports/fixtures/socketcluster.ts';
import type { Expected, PeerDescription, RunningPeer } from './peer.ts';

type Version = 1 | 2;

const authorization = 'Bearer open-sesame';

const atVersion =
  (version: Version) =>
  (port: number, secure = false) => ({
    url: `${secure ? 'wss' : 'ws'}://127.0.0.1:${port}`,
    protocolVersion: String(version),
    authorization,
    subscribe: ['news'],
  });

/** Plain SocketCluster on the real packages of both protocol versions. */
export const socketClusterPeers: PeerDescription[] = ([1, 2] as const).map((version) => ({
  name: `SocketCluster, protocol version ${version}`,
  service: socketCluster,
  answers: true,
  at: atVersion(version),
  start: ({ port, vigilant } = {}) =>
    start(version, { ...(port !== undefined && { port }), ...(vigilant && { ping: 500 }) }),
}));

async function start(version: Version, wish: Wish): Promise<RunningPeer> {
  const server = await ClusterServer.start(version, {
    ...wish,
    gate: ({ headers }) => (headers.authorization === authorization ? undefined : 'who are you?'),
  });
  const settings = atVersion(version)(server.port);
  return {
    port: server.port,
    settings,
    refused: [
      { name: 'no authorization', settings: { ...settings, authorization: 'Bearer hunter2-7rX' }, code: 'credentials' },
      { name: 'a wrong path', settings: { ...settings, url: `${settings.url}/nowhere` }, code: 'address' },
    ],
    impatient: { answerTimeout: 0.2 },
    vigilant: {},
    request: {
      action: 'invoke',
      input: { event: 'echo', data: { as: 'json', text: '{"text":"hello"}' } },
      steps: ['answered'],
    },
    arrivals: () => server.frames.filter((frame) => frame.includes('#subscribe')).length,
    flood: (count) => {
      for (let number = 0; number < count; number++) server.write(JSON.stringify({ event: 'count', data: number }));
    },
    numberOf: ({ kind, args }) => (kind === 'count' ? Number(args[0]) : undefined),
    attack: () => attack(server),
    answer: (how) => answerEcho(server, how),
    cut: () => server.cut(),
    stop: () => server.stop(),
  };
}

function answerEcho(server: ClusterServer, how: 'never' | 'twice' | 'late'): void {
  server.procedures.set('echo', (data, answer) => {
    if (how === 'late') setTimeout(() => answer(data), 300);
    if (how !== 'twice') return;
    answer(data);
    answer(data);
  });
}

function attack(server: ClusterServer): Expected[] {
  const proto = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
  const events: [string, unknown][] = [
    ['message', '<img src=x onerror=alert(1)></script>'],
    ['message', proto],
    ['message', 'x'.repeat(50_000_000)],
    ['message', 'a\u202eb\u0000\u001b[31m\n\ud800'],
    ['message', { base64: true, data: '!' }],
    ['__proto__', 1],
    ['constructor', null],
    ['toString', 1],
    ['#publish', { channel: 7 }],
    ['#kickOut', null],
    ['#setAuthToken', { token: {} }],
    ['never-heard-of'.repeat(1000), 1],
  ];
  for (const [event, data] of events) server.write(JSON.stringify({ event, data }));
  server.write(JSON.stringify({ event: '#publish', data: { channel: '__proto__'.repeat(1000), data: proto } }));
  server.write(JSON.stringify({ event: '#kickOut', data: { channel: 'constructor', message: '<b>out</b>' } }));
  server.write('not JSON at all');
  server.write(Buffer.of(0xff, 0xfe));
  server.write('{"rid":4711,"error":{"__proto__":1}}');
  server.write(JSON.stringify([null, [], { event: 'batched', cid: 1e300 }]));
  // So deep that no server package would write it.
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  server.write(`{"event":"deep","data":${deep}}`);
  server.write(`{"event":"#publish","data":{"channel":"news","data":${deep}}}`);
  return [
    ...events.map(([kind, data]) => ({ kind: kind.slice(0, 50), args: [data] })),
    { kind: '#publish', args: [proto] },
    { kind: '#kickOut', args: [{ channel: 'constructor', message: '<b>out</b>' }] },
    { kind: 'odd frame', args: ['not JSON at all'] },
    { kind: 'odd frame', args: [new Uint8Array([0xff, 0xfe])] },
    { kind: 'odd frame', args: [JSON.parse('{"rid":4711,"error":{"__proto__":1}}')] },
    { kind: 'odd frame', args: [null] },
    { kind: 'batched', args: [] },
    { kind: 'deep', args: [] },
    { kind: '#publish', args: [] },
  ];
}
