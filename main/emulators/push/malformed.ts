import type { ServerSocket } from 'socketcluster-server-9';
import type { Stage } from './faults.ts';

const dangerous = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';

/** Everything a client must survive: no object, wrong types, dangerous keys and addresses, frames that mean nothing. */
export function sendMalformed(socket: ServerSocket, { server }: Pick<Stage, 'server'>): void {
  for (const urn of socket.subscriptions()) {
    for (const message of messages(urn)) server.publish(urn, message);
  }
  socket.emit('weather', { today: '<img src=x onerror=alert(1)> \u202egnp.exe' });
  socket.emit('question', { text: 'A call, which nobody expects from this server' }, () => {});
  for (const frame of frames) socket.send(frame);
}

const messages = (urn: string): unknown[] => [
  42,
  null,
  'only text',
  ['an', 'array'],
  {},
  { to: { toString: 1 }, text: { nested: true } },
  { to: urn, text: 7, quick_replies: 'none', attachments: { '0': 'x' }, metadata: 'text' },
  { to: urn, text: 'Wrong replies', quick_replies: [null, 7, '', {}, { title: 5 }, { title: 'No payload' }, ['x']] },
  {
    to: urn,
    text: 'Wrong links: javascript:alert(1) http:// https://user:secret@example.org/ https://[',
    attachments: [
      'image/png:javascript:alert(1)',
      'text/html:data:text/html,<script>',
      'file:///etc/passwd',
      ':',
      '',
      9,
    ],
    attachment: { type: 'image', payload: { src: 'javascript:alert(2)' } },
  },
  JSON.parse(dangerous),
  { ...JSON.parse(dangerous), to: urn, text: 'Dangerous keys' },
  { to: urn, text: 'control \u0000\u0007\u001b[31m and direction \u202e characters, half a surrogate \ud800' },
];

const frames = [
  'this is not JSON',
  '{}',
  '[]',
  '7',
  '{"rid":987654,"data":"an answer nobody asked for"}',
  '{"event":"#publish","data":{"channel":"a channel nobody subscribed to","data":{"text":"lost"}}}',
];
