import { bowl } from '../../main/services/bowl/service.ts';
import { account, BowlServer, contact, prefix } from './bowl-server.fixture.ts';
import type { Expected, PeerDescription, RunningPeer } from './peer.ts';

const at = (port: number, secure = false) => ({
  server: `${secure ? 'https' : 'http'}://127.0.0.1:${port}`,
  prefix,
  ...account,
});

/** Bowl on the real package of Socket.IO 4. */
export const bowlPeers: PeerDescription[] = [
  {
    name: 'bowl',
    service: bowl,
    answers: true,
    at,
    start: ({ port, vigilant } = {}) => start({ ...(port !== undefined && { port }), ...(vigilant && { ping: 500 }) }),
  },
];

async function start(options: { port?: number; ping?: number }): Promise<RunningPeer> {
  const server = await BowlServer.start(options);
  const settings = at(server.port);
  return {
    port: server.port,
    settings,
    refused: [
      { name: 'a wrong password', settings: { ...settings, password: 'hunter2-7rX' }, code: 'credentials' },
      { name: 'a wrong prefix', settings: { ...settings, prefix: '/elsewhere' }, code: 'address' },
    ],
    impatient: { answerTimeout: 0.2 },
    vigilant: {},
    request: {
      action: 'message-contact',
      input: { to: contact, text: 'hello' },
      steps: ['acknowledged'],
    },
    arrivals: () => server.arrivals,
    flood: (count) => {
      for (let number = 0; number < count; number++) server.emit('contactChatMessage', chat(`number ${number}`));
    },
    numberOf: ({ args: [text] }) => {
      const number = typeof text === 'string' ? /"message":"number (\d+)"/.exec(text)?.[1] : undefined;
      return number === undefined ? undefined : Number(number);
    },
    attack: () => attack(server),
    answer: (how) => {
      server.answers = how;
    },
    cut: () => server.cut(),
    stop: () => server.stop(),
  };
}

const chat = (message: unknown) =>
  JSON.stringify({ date: '21/11/2026', time: '04:05', messageType: '', message, from: contact });

function attack(server: BowlServer): Expected[] {
  const proto = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
  const hostile: [string, ...unknown[]][] = [
    ['contactChatMessage', chat('<img src=x onerror=alert(1)>'), '</script>'],
    ['contactChatMessage', chat('A'.repeat(344))],
    ['contactChatMessage', '{"__proto__":{"polluted":1},"message":"AAAA","from":"__proto__"}'],
    ['contactChatMessage', { message: Buffer.of(0, 255), from: Buffer.of(1) }],
    ['contactChatMessage', 'no JSON'],
    ['contactChatMessage', 'x'.repeat(50_000_000)],
    ['contactChatMessage', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['groupChatMessage', JSON.stringify({ groupId: '__proto__', message: 'AAAA', from: 'a\u202eb\u0000\u001b[31m' })],
    ['groupChatMessage', JSON.stringify({ groupId: 'g', message: 'A'.repeat(5_000_000), messageType: { a: [1] } })],
    ['groupChatMessage', proto, proto],
    [
      'onlineChats',
      { contacts: ['__proto__', 1, null, 'x'.repeat(100_000)], groups: [null, { groupId: 'constructor' }] },
    ],
    ['onlineChats', { contacts: 'all', groups: {} }],
    ['online', { email: '__proto__' }],
    ['online', '\ud800'],
    ['offline', Buffer.of(1)],
    ['contactRequestReceived', { email: 'constructor', name: '\u202e\u0007', publicKey: 'MIIB' }],
    ['contactRequestReceived', proto],
    ['groupRequestReceived', { groupId: 'toString', name: 1, encryptedGroupKey: 'A'.repeat(100_000) }],
    ['groupRequestReceived', { groupId: 'g', encryptedGroupKey: '\ud800' }],
    ['newGroupMember', { groupId: 'g', email: '__proto__', publicKey: {} }],
    ['newGroupMember'],
    ['globalChatMessage', 1, [2], null],
    ['__proto__', 1],
    ['constructor'],
    ['toString', 1],
    ['never-heard-of'.repeat(1000), 1],
  ];
  for (const [event, ...args] of hostile) server.emit(event, ...args);
  // So deep that no server package would write it.
  server.write(`["contactChatMessage",${'['.repeat(50_000)}${']'.repeat(50_000)},"deep"]`);
  const recorded = hostile.map(([kind, ...args]) => ({ kind: kind.slice(0, 50), args }));
  return [...recorded, { kind: 'contactChatMessage', args: ['deep'] }];
}
