import type { Line } from './line.ts';
import type { Post } from './post.ts';

/** Everything a client must survive: no JSON, wrong types, unknown events, dangerous keys, odd contents of envelopes. */
export function sendMalformed(line: Line, post: Post): void {
  const now = Date.now();
  line.send('{"headers": this is not JSON', 'malformed-text', now);
  line.send(42, true, 'yesterday');
  line.send(null, null, null);
  line.send();
  line.send(['an', 'array'], { key: 'an object' }, now);
  line.send({ headers: 'none', content: { nested: [1, 2, 3] } }, 'malformed-types', now);
  line.send(Buffer.from([0, 1, 2, 255]), Buffer.from('binary key'), now);
  line.send(
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
    '__proto__',
    now,
  );
  line.send('-----BEGIN PKCS7-----\r\nbm9uc2Vuc2U=\r\n-----END PKCS7-----\r\n', 'malformed-envelope', now);
  line.emit('weather', { today: '<img src=x onerror=alert(1)> \u202egnp.exe' });
  line.emit('delivery-report', 'not JSON');
  line.emit('delivery-report', { key: 7, timestamp: '__proto__' });
  line.emit('exception', { code: 'KLD-500', message: 'Delivery failed' }, { extra: ['detail'] });
  for (const { managed, certificate } of line.destinations) {
    if (managed || !certificate) continue;
    line.send(post.seal('Plain words instead of JSON', certificate), 'sealed-text', now);
    line.send(post.seal('[{"content":"first"},{"content":"second"}]', certificate), 'sealed-array', now);
  }
}
