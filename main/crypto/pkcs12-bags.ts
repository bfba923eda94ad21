import { algorithmOf, nameOfOid } from './algorithm.ts';
import { type Asn1, contentOf, malformed, octetsOf, oidOf, rawOf, readAsn1, tags } from './asn1.ts';
import { fieldsOf } from './asn1-fields.ts';
import { passwordEncryptionOf } from './password-encryption.ts';
import { CryptoProblem } from './problem.ts';

/** What lies in a PKCS#12 file, RFC 7292: certificates (DER), private keys (PKCS#8) and, by name, what is neither. */
export type Bag = { name: string } & (
  | { kind: 'certificate' | 'private-key'; der: Uint8Array }
  | { kind: 'other'; what: string }
);

/** Bags within bags within bags are followed this far, and this many taken. */
const limits = { depth: 4, bags: 100 };

const data = '1.2.840.113549.1.7.1';
const signedData = '1.2.840.113549.1.7.2';
const encryptedData = '1.2.840.113549.1.7.6';

/** The octets in a ContentInfo of the type data. */
export function safeOf(value: Asn1): Uint8Array {
  const fields = fieldsOf(value, tags.sequence, 'content');
  const type = oidOf(fields.any('content type'));
  if (type === signedData) throw new CryptoProblem('unsupported', 'it is protected by a signature, not a passphrase');
  if (type !== data) throw new CryptoProblem('unsupported', `its content is of the type ${nameOfOid(type)}`);
  const [octets] = fields.required(0xa0, 'content').children;
  if (!octets) throw malformed('content is missing', value.at);
  return octetsOf(octets);
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

/** Takes what lies in the safes of a file, opening by its passphrase what is encrypted. */
export class Bags {
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
