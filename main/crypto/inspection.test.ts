import { createPublicKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anEnvelope, anIdentity } from './fixtures/identity.ts';
import { openssl } from './fixtures/openssl.ts';
import { inspect } from './inspection.ts';
import { readBase64, readPem } from './pem.ts';

const alice = anIdentity('alice');
const der = (pem: string) => {
  const [block] = readPem(pem);
  return readBase64(block?.body ?? '', 0);
};
const values = (input: string | Uint8Array, name: string) =>
  inspect(input).facts.flatMap((fact) => (fact.name === name ? [fact.value] : []));

/** The example of RFC 7519 3.1 and RFC 7515 A.1. */
const jwt =
  'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

describe('inspecting', () => {
  it('knows a certificate in PEM, DER, base64 and hex', () => {
    const bytes = der(alice.certificate);
    for (const [input, how] of [
      [alice.certificate, /\(PEM, CERTIFICATE\)/],
      [bytes, /^A certificate/],
      [Buffer.from(bytes).toString('base64'), /^In base64: A certificate/],
      [Buffer.from(bytes).toString('hex'), /^In hex: A certificate/],
    ] as const) {
      expect(inspect(input).what).toMatch(how);
      expect(values(input, 'Subject')).toEqual(['C=DE, O=Acme\\, Inc., CN=alice']);
      expect(inspect(input).text).toContain('OBJECT IDENTIFIER 1.2.840.113549.1.1.11 (SHA-256 with RSA)');
    }
  });

  it('knows a token, shows header and claims, and says that nothing was verified', () => {
    const { what, facts, text } = inspect(` ${jwt}\n`);
    expect(what).toBe('A JSON Web Token. Its signature was not verified.');
    expect(facts).toContainEqual({ name: 'Algorithm', value: 'HS256' });
    expect(facts).toContainEqual({ name: 'Expires at', value: '2011-03-22T18:43:00.000Z' });
    expect(facts).toContainEqual({ name: 'Warning', value: 'It has expired.' });
    expect(JSON.parse(text ?? '')).toMatchObject({ header: { typ: 'JWT' }, claims: { iss: 'joe' } });
    expect(values(jwt.replace(/[^.]*$/, ''), 'Warning')).toContain('It is not signed: anybody may have written it.');
    expect(inspect('a.b.c').what).toBe('A text of no kind that is known here.');
  });

  it('knows envelopes, public keys, JSON and files', () => {
    expect(inspect(anEnvelope('x', alice)).what).toBe('An envelope (CMS) (PEM, PKCS7).');
    const spki = createPublicKey(alice.certificate).export({ type: 'spki', format: 'der' });
    expect(inspect(spki).what).toBe('A public key: RSA 2048.');
    expect(inspect('{"a":1}').what).toBe('JSON.');
    expect(inspect(Buffer.from('{"a":1}').toString('base64'))).toMatchObject({
      what: 'In base64: a text.',
      text: '{"a":1}',
    });
    expect(inspect(Buffer.from('%PDF-1.7')).what).toBe('A PDF document.');
    expect(inspect('').what).toBe('Nothing: it is empty.');
    expect(inspect(new Uint8Array()).what).toBe('Bytes of no kind that is known here.');
  });

  it('shows nothing of a private key, in whatever form', () => {
    const bytes = der(alice.privateKey);
    const pkcs1 = openssl(['rsa', '-traditional'], alice.privateKey).toString();
    for (const input of [alice.privateKey, pkcs1, bytes, der(pkcs1), Buffer.from(bytes).toString('base64')]) {
      const found = inspect(input);
      expect(found.what).toMatch(/private key/);
      expect(found.text).toBeUndefined();
    }
    const sealed = openssl(
      ['pkcs8', '-topk8', '-v2', 'aes-256-cbc', '-passout', 'pass:x'],
      alice.privateKey,
    ).toString();
    expect(inspect(sealed).what).toMatch(/encrypted with a passphrase/);
  });

  it('looks into several blocks, and tells of one that is cut off', () => {
    const both = inspect(`${alice.certificate}\n${alice.privateKey}`);
    expect(both.what).toBe('PEM with 2 blocks.');
    expect(inspect(alice.certificate.slice(0, 200)).what).toMatch(/cut off/);
  });

  it('never throws, and keeps within its limits', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.string({ unit: 'binary' })), (input) => void inspect(input)),
      {
        numRuns: 2000,
      },
    );
    const bytes = Buffer.from(der(alice.certificate));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        const changed = Buffer.from(bytes);
        changed[at] = value;
        inspect(changed);
      }),
      { numRuns: 2000 },
    );
    const many = Buffer.concat([Buffer.from([0x30, 0x83, 0, 0xea, 0x60]), Buffer.from('0500'.repeat(30_000), 'hex')]);
    expect(inspect(many).text?.split('\n').length).toBeLessThan(600);
    expect(inspect(randomBytes(1_000_000)).facts).toHaveLength(1);
  });
});
