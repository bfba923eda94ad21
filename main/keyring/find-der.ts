import { type Asn1, limits, oidOf, rawOf, readAsn1, tags } from '../crypto/asn1.ts';
import { readCertificate } from '../crypto/certificate.ts';
import { isPkcs12, readPkcs12 } from '../crypto/pkcs12.ts';
import { CryptoProblem } from '../crypto/problem.ts';
import { type Found, type Material, only, refusal, refused } from './material.ts';
import { announced, type PrivateKeyFormat, readEncryptedKey, readPrivateKey } from './private-key.ts';

const words = {
  publicKey: 'This is a public key. A private key, or a certificate that holds it, is needed.',
  request: 'This is a certificate request. The certificate made from it is needed.',
};

/**
 * Says what a DER or BER text holds. `what` names it where it cannot be told from the bytes. Never rejects but for a
 * defect of ours.
 */
export async function findInDer(bytes: Uint8Array, what = 'file'): Promise<Found> {
  const length = announced(bytes);
  if (length !== undefined && length > bytes.length) {
    const text = `This ${what} is cut off: it should have ${length} bytes and has ${bytes.length}.`;
    return only(refused('cut-off', text, 'Take a fresh copy of it.'));
  }
  try {
    return await findInValue(readAsn1(bytes), what);
  } catch (error) {
    return only(refusal(error, what));
  }
}

const kinds = (value: Asn1) => value.children.map(({ tag }) => tag);
const begins = (value: Asn1, ...expected: number[]) => expected.every((tag, index) => kinds(value)[index] === tag);

/** Told by shape: RFC 5958, RFC 8017 A.1, RFC 5915, RFC 5280, RFC 2986, RFC 5652. */
async function findInValue(value: Asn1, what: string): Promise<Found> {
  const { integer, sequence, octetString, bitString, oid } = tags;
  if (value.tag !== sequence) return only(nothingIn(what));
  if (isPkcs12(value)) return findInPkcs12(value);
  if (begins(value, oid, 0xa0)) return findInCms(value);
  if (begins(value, integer, sequence, octetString)) return only(privateKey(value, 'pkcs8'));
  if (begins(value, sequence, octetString)) return only(attempt('private key', () => readEncryptedKey(value)));
  if (begins(value, integer, octetString)) return only(privateKey(value, 'sec1'));
  if (begins(value, ...Array<number>(9).fill(integer))) return only(privateKey(value, 'pkcs1'));
  if (begins(value, sequence, bitString) || (value.children.length === 2 && begins(value, integer, integer))) {
    return only(refused('public-key', words.publicKey));
  }
  if (begins(value, sequence, sequence, bitString)) return only(signed(value));
  // OpenSSL's TRUSTED CERTIFICATE has more behind the certificate.
  return only(what === 'certificate' ? certificate(rawOf(value), '') : nothingIn(what));
}

function attempt(what: string, read: () => Material): Material {
  try {
    return read();
  } catch (error) {
    return refusal(error, what);
  }
}

function privateKey(value: Asn1, format: PrivateKeyFormat): Material {
  return attempt('private key', () => ({
    kind: 'private-key',
    name: '',
    encrypted: false,
    key: readPrivateKey(value, format),
  }));
}

function certificate(der: Uint8Array, name: string): Material {
  return attempt('certificate', () => ({ kind: 'certificate', name, certificate: readCertificate(der) }));
}

/** A certificate, a request or a revocation list: signed, all three, and told apart by what is signed. */
function signed(value: Asn1): Material {
  const [body] = value.children;
  const [first, second, third] = body ? kinds(body) : [];
  const { integer, sequence } = tags;
  if (first === integer && second === sequence && third === sequence && body?.children[3]?.tag === 0xa0) {
    return refused('certificate-request', words.request);
  }
  const found = certificate(rawOf(value), '');
  const isList = found.kind === 'refused' && (third === 0x17 || body?.children[3]?.tag === 0x17);
  return isList ? refused('nothing-found', 'This is a list of revoked certificates. It holds no key.') : found;
}

function nothingIn(what: string): Material {
  return refused('nothing-found', `There is no key and no certificate in this ${what}.`);
}

const signedData = '1.2.840.113549.1.7.2';

/** The certificates of a PKCS#7 bundle, RFC 5652 5.1; nothing else of it is read. */
function findInCms(value: Asn1): Found {
  const [type, wrapped] = value.children;
  if (!type || oidOf(type) !== signedData) {
    return only(refused('nothing-found', 'This is an encrypted or signed message. It holds no key.'));
  }
  const bundle = wrapped?.children[0]?.children.find(({ tag }) => tag === 0xa0)?.children ?? [];
  if (bundle.length === 0) return only(refused('nothing-found', 'This bundle holds no certificate.'));
  if (bundle.length > limits.certificates) {
    return only(
      refused('too-large', `This bundle holds ${bundle.length} certificates; ${limits.certificates} can be read.`),
    );
  }
  return only(...bundle.map((one) => certificate(rawOf(one), '')));
}

const noMac =
  'Nothing vouches for the content of this PKCS#12 file (it has no MAC): make sure that it comes from whom you think.';

/** Files without a passphrase, or with an empty one, open at once. */
async function findInPkcs12(value: Asn1): Promise<Found> {
  const open = async (passphrase: string): Promise<Found> => {
    const { bags, hasMac } = await readPkcs12(value, passphrase);
    const materials = await Promise.all(
      bags.map(async (bag): Promise<Material[]> => {
        if (bag.kind === 'other')
          return [{ ...refused('unsupported', `This file also holds ${bag.what}.`), name: bag.name }];
        if (bag.kind === 'certificate') return [certificate(bag.der, bag.name)];
        const { materials: found } = await findInDer(bag.der, 'private key');
        return found.map((material) => {
          const named = { ...material, name: bag.name };
          return named.kind === 'private-key' ? { ...named, encrypted: true } : named;
        });
      }),
    );
    return { materials: materials.flat(), notices: hasMac ? [] : [noMac] };
  };
  try {
    return await open('');
  } catch (error) {
    if (!(error instanceof CryptoProblem) || error.fault !== 'broken') throw error;
    return only({ kind: 'locked', what: 'container', name: '', encryption: 'PKCS#12', open });
  }
}
