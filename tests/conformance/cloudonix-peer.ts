import { Peer } from '../../main/services/cloudonix/peer.fixture.ts';
import { cloudonix } from '../../main/services/cloudonix/service.ts';
import type { Expected, PeerDescription, RunningPeer } from './peer.ts';

interface Variant {
  name: string;
  settings: Record<string, unknown>;
  /** Bytes of the largest message; sockjs-client reads streamed answers anew with every chunk. */
  huge?: number;
}

const variants: Variant[] = [
  { name: 'automatic, token in the header', settings: { tokenPlace: 'header' } },
  { name: 'SockJS over WebSocket, token in the query', settings: { transport: 'websocket', tokenPlace: 'query' } },
  { name: 'XHR streaming, token in the header', settings: { transport: 'xhr-streaming' }, huge: 2_000_000 },
  { name: 'raw WebSocket, token in the header', settings: { transport: 'raw-websocket' } },
];

/** API.Messaging on the real sockjs package. */
export const cloudonixPeers: PeerDescription[] = variants.map(({ name, settings, huge = 50_000_000 }) => {
  const at = (port: number, secure = false) => ({
    url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}/messaging`,
    token: 'XIfirst-token-of-the-peer',
    ...settings,
  });
  return {
    name: `cloudonix, ${name}`,
    service: cloudonix,
    answers: true,
    at,
    start: ({ port, vigilant } = {}) =>
      start(at, huge, { ...(port !== undefined && { port }), ...(vigilant && { heartbeat: 300 }) }),
  };
});

async function start(
  at: (port: number) => Record<string, unknown>,
  huge: number,
  options: { port?: number; heartbeat?: number },
): Promise<RunningPeer> {
  const peer = await Peer.start(options);
  const settings = at(peer.port);
  const command = {
    tokenUrl: `http://127.0.0.1:${peer.port}/token`,
    tokenAuthorization: 'Basic c2VjcmV0LWxvZ2lu',
    tokenBody: '{"password":"secret-login-7rX"}',
  };
  peer.command = { status: 401, body: '{"error":"who are you?"}' };
  return {
    port: peer.port,
    settings,
    refused: [
      // Nobody answers questions here, so the token command has to fail.
      {
        name: 'a wrong token, and a token command that is refused',
        settings: { ...settings, token: 'XIhunter2-7rX', ...command },
        code: 'credentials',
      },
      {
        name: 'a wrong path',
        settings: { ...settings, url: `http://127.0.0.1:${peer.port}/nowhere` },
        code: 'http',
      },
    ],
    impatient: { answerTimeout: 0.2 },
    vigilant: { patience: 1 },
    request: { action: 'create-channel', input: { name: 'conformance' }, steps: ['acknowledged', 'answered'] },
    arrivals: () => peer.arrivals,
    flood: (count) => {
      for (let number = 0; number < count; number++) {
        peer.tell({ type: 'channel-message', from: 'pia', 'message-id': `m${number}`, text: `message ${number}` });
      }
    },
    numberOf: ({ preview }) => {
      const number = /^message (\d+)$/.exec(preview ?? '')?.[1];
      return number === undefined ? undefined : Number(number);
    },
    attack: () => attack(peer, huge),
    answer: (how) => {
      peer.answers = how;
    },
    cut: () => peer.cut(),
    stop: () => peer.stop(),
  };
}

function attack(peer: Peer, huge: number): Expected[] {
  const proto = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}';
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const hostile: [kind: string, text: string][] = [
    ['<img src=x onerror=alert(1)>', '{"type":"<img src=x onerror=alert(1)>","text":"</script>"}'],
    ['__proto__', `{"type":"__proto__",${proto}}`],
    ['subscribers', `{"type":"subscribers","channel-id":"__proto__","subscribers":[{"id":"__proto__",${proto}}]}`],
    ['memberships', `{"type":"memberships","memberships":[null,1,{"channel-id":"constructor",${proto}}]}`],
    ['invitation', `{"type":"invitation","channel-id":"toString","name":"\\u202e\\u0000","attributes":{${proto}}}`],
    ['ack', `{"type":"ack","id":"__proto__","reply-to":"constructor","status":{"then":1}}`],
    ['ack', '{"type":"ack","status":"true"}'],
    ['delivery', `{"type":"delivery","message-id":"toString","status":"__proto__"}`],
    ['delivery', '{"type":"delivery","message-id":["x"],"status":7}'],
    ['odd', '{"type":"odd\\u0007","from":"a\\u202eb\\u0000\\u001b[31m\\n","to":"\\u2066","text":"\\ud800"}'],
    ['deep', `{"type":"deep","subscriber":${deep},"text":${deep}}`],
    ['message', 'x'.repeat(huge)],
    ['never-heard-of', `{"type":"${'never-heard-of'.repeat(1000)}"}`],
    ['message', '{"type":"cut'],
    ['message', '{"type":{"type":"ack"}}'],
    ['message', '["ack",true]'],
    ['message', 'null'],
    ['toString', '{"type":"toString"}'],
  ];
  for (const [, text] of hostile) peer.write(text);
  return hostile.map(([kind, text]) => ({ kind, args: [text] }));
}
