import { sockJs } from '../../main/services/plain/sockjs/service.ts';
import { bearer, guarded, type SockJsServer, sockJsServer } from '../../main/transports/fixtures/sockjs.ts';
import type { SockJsTransport } from '../../main/transports/sockjs.ts';
import type { Expected, PeerDescription, RunningPeer } from './peer.ts';

const transports: SockJsTransport[] = ['auto', 'xhr-streaming', 'xhr-polling', 'raw-websocket'];

/** Plain SockJS on the real package, over each way to it. */
export const sockJsPeers: PeerDescription[] = transports.map((transport) => {
  const at = (port: number, secure = false) => ({
    url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}/chat`,
    transport,
    token: bearer.replace('Bearer ', ''),
  });
  return {
    name: `SockJS, ${transport}`,
    service: sockJs,
    answers: false,
    at,
    start: async ({ port, vigilant } = {}) => {
      // How long a session outlives its poll: longer than the largest message takes to be read.
      const options = { disconnect_delay: 2000, ...(vigilant && { heartbeat_delay: 500 }) };
      const server = await sockJsServer({ gate: guarded, options, ...(port !== undefined && { port }) });
      return describe(server, at(server.port));
    },
  };
});

function describe(server: SockJsServer, settings: { url: string; transport: SockJsTransport }): RunningPeer {
  const nowhere = settings.url.replace('chat', 'nowhere');
  return {
    port: server.port,
    settings,
    refused: [
      { name: 'a wrong token', settings: { ...settings, token: 'hunter2-7rX' }, code: 'credentials' },
      { name: 'a wrong path', settings: { ...settings, url: nowhere }, code: 'http' },
    ],
    impatient: {},
    vigilant: { patience: 1 },
    request: { action: 'send', input: { content: { as: 'text', text: 'hello' } }, steps: [] },
    arrivals: () => server.arrivals,
    flood: (count) => {
      for (let number = 0; number < count; number++) server.guests[0]?.write(`message ${number}`);
    },
    numberOf: ({ args }) => {
      const number = /^message (\d+)$/.exec(String(args[0]))?.[1];
      return number === undefined ? undefined : Number(number);
    },
    attack: () => attack(server, settings.transport),
    answer() {},
    cut: () => server.cut(),
    stop: () => server.stop(),
  };
}

function attack(server: SockJsServer, transport: SockJsTransport): Expected[] {
  const hostile = [
    '<img src=x onerror=alert(1)>',
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    'x'.repeat(50_000_000),
    'a\u202eb\u0000\u001b[31m\n\u2066',
    `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    '',
    '{"cut": ',
    '__proto__',
    'c[3000,"bye"]',
  ];
  const frames = [
    'nonsense',
    'a[{"__proto__":{"polluted":1}}]',
    `a${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    'a["good",1]',
    'c[3000]',
    '<h1>',
  ];
  // A poll brings one frame, and the raw WebSocket has none.
  const odd = transport === 'xhr-polling' || transport === 'raw-websocket' ? [] : frames;
  for (const frame of odd) server.frame(frame);
  for (const text of hostile) server.guests[0]?.write(text);
  return [...odd, ...hostile].map((text) => ({ kind: 'message', args: [text] }));
}
