import { account, Peer } from '../../main/services/appwebsocket/peer.fixture.ts';
import { appwebsocket } from '../../main/services/appwebsocket/service.ts';
import type { Expected, PeerDescription, RunningPeer } from './peer.ts';

const at = (port: number, secure = false) => ({
  url: `${secure ? 'wss' : 'ws'}://127.0.0.1:${port}/PBX0/APPS/websocket`,
  ...account,
});

/** AppWebsocket on the real `ws`. */
export const appwebsocketPeers: PeerDescription[] = [
  {
    name: 'appwebsocket',
    service: appwebsocket,
    answers: true,
    at,
    start: ({ port } = {}) => start(port),
  },
];

async function start(port: number | undefined): Promise<RunningPeer> {
  const peer = await Peer.start({ ...(port !== undefined && { port }) });
  const settings = at(peer.port);
  return {
    port: peer.port,
    settings,
    refused: [
      { name: 'a wrong password', settings: { ...settings, password: 'wrong-8sY' }, code: 'credentials' },
      { name: 'a missing domain', settings: { ...settings, domain: '' }, code: 'credentials' },
      { name: 'a wrong path', settings: { ...settings, url: `ws://127.0.0.1:${peer.port}/nowhere` }, code: 'http' },
      { name: 'an address of the platform’s own', settings: { ...settings, url: 'conn://echo' }, code: 'address' },
    ],
    impatient: { answerTimeout: 0.2 },
    vigilant: { heartbeat: 0.5 },
    request: { action: 'send', input: { mt: 'Hello', api: 'Chat' }, steps: ['answered'] },
    arrivals: () => peer.joined.length,
    flood: (count) => {
      for (let number = 0; number < count; number++) peer.send({ mt: 'Number', number });
    },
    numberOf: ({ kind, args }) => (kind === 'Number' ? JSON.parse(String(args[0])).number : undefined),
    attack: () => attack(peer),
    answer: (how) => {
      peer.answers = how;
    },
    cut: () => peer.cut(),
    stop: () => peer.stop(),
  };
}

function attack(peer: Peer): Expected[] {
  const texts: [kind: string, text: string][] = [
    ['Markup', '{"mt":"Markup","text":"<img src=x onerror=alert(1)>","from":"</script>"}'],
    ['__proto__', '{"mt":"__proto__","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'],
    ['XResult', '{"mt":"XResult","src":"__proto__","error":{"__proto__":{"polluted":1}}}'],
    [
      'ServicesInfo',
      '{"mt":"ServicesInfo","services":[{"name":"__proto__","url":"javascript:1","info":{"__proto__":1}},7]}',
    ],
    ['PresenceUpdate', '{"mt":"PresenceUpdate","src":"constructor","presence":{"length":1e9}}'],
    ['Directions', '{"mt":"Directions","text":"a\u202eb\\u0000\\u001b[31m\\n\u2066\\ud800"}'],
    ['text', '{"mt":["list"]}'],
    ['text', `{"mt":"${'never-heard-of'.repeat(1000)}"}`],
    ['text', 'no JSON'],
    ['text', ''],
    ['text', `{"mt":"Huge","text":"${'x'.repeat(50_000_000)}"}`],
    ['Deep', `{"mt":"Deep","deep":${'{"a":['.repeat(20_000)}${']}'.repeat(20_000)}}`],
    ['Sealed', '{"mt":"Sealed","seed":"stale","encrypted":"ffffffffffffffffffff"}'],
  ];
  for (const [, text] of texts) peer.write(text);
  const bytes = Buffer.of(0, 0xff, 0xfe);
  for (const { socket } of peer.lines) {
    socket.send(bytes);
    socket.send(Buffer.of(0x7b, 0xff, 0x7d), { binary: false });
  }
  return [
    ...texts.map(([kind, text]) => ({ kind, args: [text] })),
    { kind: 'binary', args: [bytes] },
    { kind: 'text', args: [Buffer.of(0x7b, 0xff, 0x7d)] },
  ];
}
