import { type Asn1, malformed, oidOf, readAsn1, tags } from './asn1.ts';
import { fieldsOf } from './asn1-fields.ts';
import { type Bag, Bags, safeOf } from './pkcs12-bags.ts';
import { isVouchedFor } from './pkcs12-mac.ts';
import { CryptoProblem } from './problem.ts';

export interface Pkcs12 {
  readonly bags: readonly Bag[];
  /** Something vouches for its content; otherwise it may have been changed unnoticed. */
  readonly hasMac: boolean;
}

const data = '1.2.840.113549.1.7.1';
const signedData = '1.2.840.113549.1.7.2';

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
