import type { Line } from './line.ts';

/** Everything a client must survive: no JSON, no object, wrong types, unknown types, dangerous keys. */
const texts = [
  '{"type": this is not JSON',
  '',
  'null',
  '42',
  '["ack", true]',
  '{}',
  '{"type":7,"status":"yes"}',
  '{"type":"ack","status":"true"}',
  '{"type":"ack","reply-to":{"id":1},"status":true}',
  '{"type":"delivery","message-id":7,"status":"eaten"}',
  '{"type":"delivery","message-id":"nobody-sent-this","status":"read"}',
  '{"type":"invitation","channel-id":["x"],"name":{"first":"last"}}',
  '{"type":"memberships","memberships":{"length":3}}',
  '{"type":"subscribers","channel-id":"ch-desk","subscribers":[null,7,{"id":{}},{"id":"","availability":"asleep"}]}',
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"type":"__proto__"}',
  '{"type":"weather","today":"<img src=x onerror=alert(1)> \\u202egnp.exe"}',
];

export function sendMalformed(line: Line): void {
  for (const text of texts) line.write(text);
}
