import { channel, Peer, type PeerOptions } from '../../main/services/push/peer.fixture.ts';
import { push } from '../../main/services/push/service.ts';
import type { Expected, PeerDescription, RunningPeer } from './peer.ts';

const at = (port: number, secure = false) => ({ host: `${secure ? 'wss' : 'ws'}://127.0.0.1:${port}`, ...channel });

/** Push on a real SocketCluster 9. */
export const pushPeers: PeerDescription[] = [
  {
    name: 'Push',
    service: push,
    answers: true,
    at,
    start: ({ port, vigilant } = {}) => start({ ...(port !== undefined && { port }), ...(vigilant && { ping: 500 }) }),
  },
];

async function start(options: PeerOptions): Promise<RunningPeer> {
  const peer = await Peer.start(options);
  const { server } = peer;
  const settings = at(server.port);
  return {
    port: server.port,
    settings,
    refused: [
      { name: 'another channel', settings: { ...settings, channelUUID: 'no-such-channel' }, code: 'credentials' },
      { name: 'a wrong path', settings: { ...settings, path: '/nowhere/' }, code: 'address' },
    ],
    impatient: { answerTimeout: 0.2 },
    vigilant: {},
    request: { action: 'get-suggestions', input: { text: 'Hel' }, steps: ['answered'] },
    arrivals: () => peer.channels.length,
    flood: (count) => {
      for (let number = 0; number < count; number++) peer.say({ to: peer.channels.at(-1), text: `message ${number}` });
    },
    numberOf: ({ preview }) => {
      const number = /^message (\d+)$/.exec(preview ?? '')?.[1];
      return number === undefined ? undefined : Number(number);
    },
    attack: () => attack(peer),
    answer: (how) => {
      peer.answers = how;
    },
    cut: () => server.cut(),
    stop: () => server.stop(),
  };
}

function attack(peer: Peer): Expected[] {
  const to = peer.channels.at(-1);
  const proto = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
  const published = [
    { to, text: '<img src=x onerror=alert(1)>', quick_replies: ['</script>', { title: '<b>' }] },
    proto,
    { ...proto, to, quick_replies: [proto], attachment: proto, metadata: proto },
    { to, text: 'a\u202eb\u0000\u001b[31m\n', from: '\u2066', quick_replies: ['\u202e\u0007', '\ud800'] },
    { to, text: 'x'.repeat(50_000_000) },
    { to: { toString: 1 }, text: [], quick_replies: 'x', attachments: { '0': 'y' }, attachment: 7, metadata: [] },
    'only text',
    null,
    [[]],
  ];
  for (const message of published) peer.say(message);
  const events: [string, unknown][] = [
    ['__proto__', 1],
    ['constructor', proto],
    ['toString', 1],
    ['#kickOut', 7],
    ['#publish', 'no channel'],
    ['#setAuthToken', { token: {} }],
    ['never-heard-of'.repeat(1000), 1],
  ];
  for (const [event, data] of events) peer.guest.write(JSON.stringify({ event, data }));
  const frames = ['this is not JSON', '{"neither":"event nor answer"}', '{"rid":4711,"data":"nobody asked"}'];
  for (const frame of frames) peer.guest.write(frame);
  peer.guest.write(Buffer.of(0xff, 0xfe));
  // So deep that no server package would write it.
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  peer.guest.write(`{"event":"#publish","data":{"channel":"${to}","data":${deep}}}`);
  return [
    ...published.map((message) => ({ kind: 'message', args: [message] })),
    ...events.map(([event, data]) => ({ kind: event.slice(0, 50), args: [data] })),
    ...['this is not JSON', { neither: 'event nor answer' }].map((frame) => ({ kind: 'frame', args: [frame] })),
    { kind: 'frame', args: [{ rid: 4711, data: 'nobody asked' }] },
    { kind: 'frame', args: [new Uint8Array([0xff, 0xfe])] },
    { kind: 'message', args: [] },
  ];
}
