import { createHmac, timingSafeEqual } from 'node:crypto';
import { algorithmOf, nameOfOid } from './algorithm.ts';
import { type Asn1, contentOf, malformed, octetsOf, oidOf, rawOf, readAsn1, tags } from './asn1.ts';
import { fieldsOf } from './asn1-fields.ts';
import { hashes, keyMakerOf, numberOf, passwordEncryptionOf } from './password-encryption.ts';
import { pkcs12Key, purposes } from './password-key.ts';
import { CryptoProblem } from './problem.ts';

/** What lies in a PKCS#12 file, RFC 7292: certificates (DER), private keys (PKCS#8) and, by name, what is neither. */
export type Bag = { name: string } & (
  | { kind: 'certificate' | 'private-key'; der: Uint8Array }
  | { kind: 'other'; what: string }
);

export interface Pkcs12 {
  readonly bags: readonly Bag[];
  /** Something vouches for its content; otherwise it may have been changed unnoticed. */
  readonly hasMac: boolean;
}

const data = '1.2.840.113549.1.7.1';
const signedData = '1.2.840.113549.1.7.2';
const encryptedData = '1.2.840.113549.1.7.6';

/** Bags within bags within bags are followed this far, and this many taken. */
const limits = { depth: 4, bags: 100 };

export function isPkcs12({ tag, children: [version, content] }: Asn1): boolean {
  const [type] = content?.tag === tags.sequence ? content.children : [];
  if (tag !== tags.sequence || version?.tag !== tags.integer || type?.tag !== tags.oid) return false;
  return [data, signedData].includes(oidOf(type));
}

/**
 * Reads what {@link isPkcs12} recognised. Throws a {@link CryptoProblem}: `broken` when the passphrase does not open it,
 * `unsupported` with the name of what cannot be read, `malformed` for a damaged file.
 */
export async function readPkcs12(file: Asn1, passphrase: string): Promise<Pkcs12> {
  const fields = fieldsOf(file, tags.sequence, 'a PKCS#12 file');
  fields.any('version');
  const content = safeOf(fields.any('content'));
  const mac = fields.optional(tags.sequence);
  // An empty passphrase is written in two ways, and only trying tells.
  for (const blank of passphrase === '' ? [false, true] : [false]) {
    if (mac && !(await isVouchedFor(content, mac, passphrase, blank))) continue;
    try {
      const bags = new Bags({ passphrase, blank });
      await bags.readAll(readAsn1(content));
      return { bags: bags.found, hasMac: mac !== undefined };
    } catch (error) {
      if (!(error instanceof CryptoProblem && error.fault === 'broken')) throw error;
      if (mac) throw malformed('something that does not open by the passphrase that fits the file', 0);
    }
  }
  throw new CryptoProblem('broken', 'the passphrase does not open this file');
}

/** The octets in a ContentInfo of the type data. */
function safeOf(value: Asn1): Uint8Array {
  const fields = fieldsOf(value, tags.sequence, 'content');
  const type = oidOf(fields.any('content type'));
  if (type === signedData) throw new CryptoProblem('unsupported', 'it is protected by a signature, not a passphrase');
  if (type !== data) throw new CryptoProblem('unsupported', `its content is of the type ${nameOfOid(type)}`);
  const [octets] = fields.required(0xa0, 'content').children;
  if (!octets) throw malformed('content is missing', value.at);
  return octetsOf(octets);
}

const macHashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** MacData, RFC 7292 4; with PBMAC1, RFC 9579. */
async function isVouchedFor(content: Uint8Array, mac: Asn1, passphrase: string, blank: boolean): Promise<boolean> {
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

const bagTypes = {
  key: '1.2.840.113549.1.12.10.1.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
  revocations: '1.2.840.113549.1.12.10.1.4',
  secret: '1.2.840.113549.1.12.10.1.5',
  safe: '1.2.840.113549.1.12.10.1.6',
};
const x509 = '1.2.840.113549.1.9.22.1';
const friendlyName = '1.2.840.113549.1.9.20';

class Bags {
  readonly found: Bag[] = [];
  readonly #by: { passphrase: string; blank: boolean };

  constructor(by: { passphrase: string; blank: boolean }) {
    this.#by = by;
  }

  /** AuthenticatedSafe, RFC 7292 4.1. */
  async readAll(safes: Asn1): Promise<void> {
    for (const safe of fieldsOf(safes, tags.sequence, 'a safe').rest()) {
      const type = oidOf(fieldsOf(safe, tags.sequence, 'content').any('content type'));
      const opened = type === encryptedData ? await this.#decrypt(safe) : safeOf(safe);
      await this.#readSafe(readOpened(opened), 0);
    }
  }

  /** EncryptedData, RFC 5652 8. */
  async #decrypt(safe: Asn1): Promise<Uint8Array> {
    const [, wrapped] = safe.children;
    const fields = fieldsOf(wrapped?.children[0], tags.sequence, 'EncryptedData');
    fields.required(tags.integer, 'version');
    const content = fieldsOf(fields.any('encrypted content'), tags.sequence, 'encrypted content');
    content.required(tags.oid, 'content type');
    return this.#open(content.any('algorithm'), octetsOf(content.any('content')));
  }

  #open(algorithm: Asn1, sealed: Uint8Array): Promise<Uint8Array> {
    const { passphrase, blank } = this.#by;
    return passwordEncryptionOf(algorithmOf(algorithm)).open(sealed, passphrase, blank);
  }

  /** Answers with the reason where this one cannot be read here; the others still can. */
  async #openKey(algorithm: Asn1, sealed: Uint8Array): Promise<Uint8Array | string> {
    try {
      return await this.#open(algorithm, sealed);
    } catch (error) {
      if (error instanceof CryptoProblem && error.fault === 'unsupported') return error.message;
      throw error;
    }
  }

  async #readSafe(contents: Asn1, depth: number): Promise<void> {
    for (const bag of fieldsOf(contents, tags.sequence, 'a safe').rest()) {
      const fields = fieldsOf(bag, tags.sequence, 'a bag');
      const type = oidOf(fields.any('type'));
      const [value] = fields.required(0xa0, 'value').children;
      if (!value) throw malformed('a bag is empty', bag.at);
      if (type === bagTypes.safe) {
        if (depth >= limits.depth) throw new CryptoProblem('too-large', 'bags are nested too deeply');
        await this.#readSafe(value, depth + 1);
      } else {
        this.#add(await this.#bagOf(type, value, nameOf(fields.optional(tags.set))));
      }
    }
  }

  #add(bag: Bag): void {
    if (this.found.length >= limits.bags) throw new CryptoProblem('too-large', `more than ${limits.bags} bags`);
    this.found.push(bag);
  }

  async #bagOf(type: string, value: Asn1, name: string): Promise<Bag> {
    switch (type) {
      case bagTypes.key:
        return { kind: 'private-key', der: rawOf(value), name };
      case bagTypes.shroudedKey: {
        const fields = fieldsOf(value, tags.sequence, 'an encrypted key');
        const opened = await this.#openKey(fields.any('algorithm'), octetsOf(fields.any('content')));
        if (typeof opened === 'string') return { kind: 'other', what: `a private key: ${opened}`, name };
        return { kind: 'private-key', der: rawOf(readOpened(opened)), name };
      }
      case bagTypes.certificate: {
        const fields = fieldsOf(value, tags.sequence, 'a certificate bag');
        if (oidOf(fields.any('type')) !== x509) return { kind: 'other', what: 'a certificate that is not X.509', name };
        const [octets] = fields.required(0xa0, 'certificate').children;
        if (!octets) throw malformed('a certificate bag is empty', value.at);
        return { kind: 'certificate', der: octetsOf(octets), name };
      }
      default:
        return { kind: 'other', what: others[type] ?? `a bag of the type ${type}`, name };
    }
  }
}

const others: Readonly<Record<string, string>> = {
  [bagTypes.revocations]: 'a revocation list',
  [bagTypes.secret]: 'a secret that is not a private key',
};

/** Without a MAC a wrong passphrase may come out as padding by chance, but not as whole ASN.1. */
function readOpened(opened: Uint8Array): Asn1 {
  try {
    const value = readAsn1(opened);
    if (value.tag === tags.sequence && value.end === opened.length) return value;
  } catch {}
  throw new CryptoProblem('broken', 'the passphrase does not open this file');
}

/** The friendly name among a bag's attributes, a BMPString: RFC 2985 5.5.1. Empty where there is none. */
function nameOf(attributes: Asn1 | undefined): string {
  const found = attributes?.children.find(
    ({ children: [type] }) => type?.tag === tags.oid && oidOf(type) === friendlyName,
  );
  const text = found?.children[1]?.children[0];
  if (text?.tag !== 0x1e) return '';
  const octets = Buffer.from(contentOf(text)).subarray(0, 400);
  return octets.length % 2 === 0 ? octets.swap16().toString('utf16le').toWellFormed() : '';
}
