import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Redaction } from './redaction.ts';

const redact = (text: string) => new Redaction([], true).text(text);
const pem =
  '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----';
const der = 'MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF';
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl';

describe('redaction', () => {
  it.each([
    ['write to Alice@Example.org now', 'write to person-1@example.invalid now'],
    ['sip:alice@example.org;transport=tls', 'sip:person-1@example.invalid;transport=tls'],
    ['xmpp:bob@talk.example', 'xmpp:person-1@example.invalid'],
    ['any://place/m/1/d/alice', 'any://place/m/1/d/person-1'],
    ['tel:+4930123456', 'tel:+000000001'],
    ['call +49 (0)30 123-456 or (555) 123-4567', 'call +000000001 or +000000002'],
    ['030 1234567', '+000000001'],
    ['555-123-4567', '+000000001'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer token-1'],
    ['Cookie: sid=1; theme=dark', 'Cookie: secret-1'],
    [`x ${jwt} y`, 'x token-1 y'],
    [
      'wss://alice:hunter22@host.example/x?token=abcdef&v=2',
      'wss://person-1:secret-1@host.example/x?token=secret-2&v=2',
    ],
    [`key ${pem}!`, 'key private-key-1!'],
    [der, 'private-key-1'],
    ['{"password":"hunter2","n":1}', '{"password":"secret-1","n":1}'],
    ['{"a":"{\\"apiKey\\":\\"k\\"}"}', '{"a":"{\\"apiKey\\":\\"secret-1\\"}"}'],
    [
      '{"headers":[["Authorization","Basic YTpi"],["a","b"]]}',
      '{"headers":[["Authorization","Basic token-1"],["a","b"]]}',
    ],
    ['{"name":"x-token","value":"v"}', '{"name":"x-token","value":"secret-1"}'],
    ['{"pin":123456,"caller":4930123456}', '{"pin":"secret-1","caller":"+000000001"}'],
    ['{"alice@example.org":1}', '{"person-1@example.invalid":1}'],
    ['{"kty":"EC","d":"xyz","x":"abc"}', '{"kty":"EC","d":"secret-1","x":"abc"}'],
    ['{"text":"cut","password":"hunter2 and mo', '{"text":"cut","password":"secret-1'],
    ['password: hunter2', 'password: secret-1'],
    [
      Buffer.from('{"mail":"a@b.example"}').toString('base64'),
      Buffer.from('{"mail":"person-1@example.invalid"}').toString('base64'),
    ],
  ])('replaces in %j', (text, expected) => expect(redact(text)).toBe(expected));

  it.each([
    '{"at":1764321777123,"id":"550e8400-e29b-41d4-a716-446655440000","from":"1764321777123","tokens":12}',
    'at 2026-11-28T09:22:53.123Z from 192.168.100.200:8080, version 1.234.5678, 01/2026',
    '12345678-1234-1234-1234-123456789012',
    'https://example.org/path/to/4930123456?page=2&size=10',
    '{"publicKey":"abc","kind":"message","secretary":"none","inside":"president","spin":"up"}',
    'the token is expired, basic information, error code=404',
    '+1 and 007',
    '',
  ])('leaves %j as it is', (text) => expect(redact(text)).toBe(text));

  it('calls the same one by the same alias, however it is written', () => {
    const redaction = new Redaction([], true);
    expect(redaction.text('alice@example.org')).toBe('person-1@example.invalid');
    expect(redaction.text('bob@example.org sip:ALICE@example.org')).toBe(
      'person-2@example.invalid sip:person-1@example.invalid',
    );
    expect(redaction.text('+49 30 123456')).toBe(redaction.text('0049 (0)30-123456'));
    expect(redaction.text('Bearer abcdefgh')).toBe('Bearer token-1');
    expect(redaction.value({ token: 'abcdefgh', other: 'abcdefgh' })).toEqual({ token: 'token-1', other: 'token-1' });
    expect(redaction.findings.map(({ kind, count }) => [kind, count])).toEqual([
      ['email', 2],
      ['phone', 1],
      ['token', 1],
    ]);
    expect(redaction.findings[0]?.examples[0]).toEqual({ masked: 'ali•••org', alias: 'person-1@example.invalid' });
  });

  it('always hides what is known, and nothing else where that is all', () => {
    const redaction = new Redaction(['hunter22', '123456'], false);
    expect(redaction.json('["x hunter22 a@b.example",123456,"123456",{"password":"other"}]')).toBe(
      '["x ••• a@b.example","•••","•••",{"password":"other"}]',
    );
  });

  it('keeps a key named __proto__, and what is nested deeply, without failing', () => {
    expect(redact('{"__proto__":{"mail":"a@b.example"}}')).toBe('{"__proto__":{"mail":"person-1@example.invalid"}}');
    const deep = `${'['.repeat(100_000)}"a@b.example"${']'.repeat(100_000)}`;
    expect(redact(deep)).not.toContain('a@b.example');
  });

  const planted = fc.constantFrom(
    ...['alice.planted@example.org', '+49 30 7654321', 'sip:planted@example.org', `Bearer plantedplanted`, jwt, der],
  );
  const needle = (secret: string) => secret.replace(/^(?:Bearer |sip:)/, '');
  const around = fc.string({ maxLength: 20 }).map((text) => text.replace(/[\p{L}\p{N}+/=_.%:@'-]/gu, ' '));

  it('finds what is planted anywhere in any JSON', () => {
    const check = (secret: string, [before, after]: [string, string], value: unknown, where: number) => {
      const text = `${before} ${secret} ${after}`;
      const places: unknown[] = [
        [value, text],
        { [text]: value },
        [{ a: [{ b: text }] }, value],
        [JSON.stringify({ deep: JSON.stringify([text, value]) })],
        [Buffer.from(text).toString('base64')],
      ];
      const redacted = new Redaction([], true).json(JSON.stringify(places[where]));
      expect(redacted).not.toContain(needle(secret));
      expect(redacted).not.toContain(Buffer.from(text).toString('base64'));
      JSON.parse(redacted);
    };
    fc.assert(fc.property(planted, fc.tuple(around, around), fc.jsonValue(), fc.nat(4), check), { numRuns: 500 });
  });

  it('reads hostile texts in one go', () => {
    const pieces = [
      'a',
      '@',
      '.',
      '+1',
      '0 ',
      '(0',
      '-',
      '"',
      '\\',
      'eyJ',
      'eyJ.',
      '://',
      'x:',
      'token=',
      'Bearer ',
      '[',
      '{"a":',
      '-----BEGIN PRIVATE KEY-----',
      'password ',
      '= ',
    ];
    for (const piece of [...pieces, ...pieces.map((each) => `${each}1`), 'a.', 'a@b.', '+1 2', 'sip:a@']) {
      const text = piece.repeat(200_000 / piece.length);
      expect(typeof redact(text)).toBe('string');
      expect(typeof redact(`"${text}`)).toBe('string');
    }
  });
});
