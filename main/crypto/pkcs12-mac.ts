import { createHmac, timingSafeEqual } from 'node:crypto';
import { algorithmOf, nameOfOid } from './algorithm.ts';
import { type Asn1, malformed, octetsOf, tags } from './asn1.ts';
import { fieldsOf } from './asn1-fields.ts';
import { hashes, keyMakerOf, numberOf } from './password-encryption.ts';
import { pkcs12Key, purposes } from './password-key.ts';
import { CryptoProblem } from './problem.ts';

const macHashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** MacData, RFC 7292 4; with PBMAC1, RFC 9579. */
export async function isVouchedFor(
  content: Uint8Array,
  mac: Asn1,
  passphrase: string,
  blank: boolean,
): Promise<boolean> {
  const fields = fieldsOf(mac, tags.sequence, 'a MAC');
  const info = fieldsOf(fields.any('digest'), tags.sequence, 'the digest of a MAC');
  const algorithm = algorithmOf(info.any('algorithm'));
  const stated = octetsOf(info.required(tags.octetString, 'value'));
  const salt = octetsOf(fields.required(tags.octetString, 'salt'));
  const count = fields.optional(tags.integer);
  const iterations = count ? numberOf(count) : 1;
  const name = nameOfOid(algorithm.oid);
  if (name === 'PBMAC1') return isVouchedForByPbmac1(content, algorithm.parameters, stated, passphrase);
  const hash = macHashes[algorithm.oid];
  if (!hash) throw new CryptoProblem('unsupported', `its MAC is made with ${name}`);
  if (stated.length > 64) throw malformed('a MAC of impossible length', mac.at);
  const make = pkcs12Key(hash, { salt, iterations, purpose: purposes.mac, blank });
  return isMac(hash, await make(passphrase, stated.length), content, stated);
}

async function isVouchedForByPbmac1(
  content: Uint8Array,
  parameters: Asn1 | undefined,
  stated: Uint8Array,
  passphrase: string,
): Promise<boolean> {
  const fields = fieldsOf(parameters, tags.sequence, 'the parameters of PBMAC1');
  const derivation = algorithmOf(fields.any('key derivation'));
  const { oid } = algorithmOf(fields.any('MAC'));
  const hash = hashes[oid];
  if (!hash) throw new CryptoProblem('unsupported', `its MAC is made with PBMAC1 and ${nameOfOid(oid)}`);
  const length = derivation.parameters?.children.slice(2).find(({ tag }) => tag === tags.integer);
  if (!length) throw malformed('PBMAC1 without the length of its key', 0);
  const key = await keyMakerOf(derivation).make(passphrase, Math.min(numberOf(length), 1024));
  return isMac(hash, key, content, stated);
}

function isMac(hash: string, key: Uint8Array, content: Uint8Array, stated: Uint8Array): boolean {
  const made = createHmac(hash, key).update(content).digest();
  return made.length === stated.length && timingSafeEqual(made, stated);
}
