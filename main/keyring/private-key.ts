import { createPrivateKey, type KeyObject } from 'node:crypto';
import forge from 'node-forge';
import { algorithmOf, nameOfOid } from '../crypto/algorithm.ts';
import { readAsn1 } from '../crypto/asn1.ts';
import { type Pem, readBase64, readPem } from '../crypto/pem.ts';
import { Problem } from '../problem.ts';

/** The field of the import form that a problem belongs to. */
type Field = 'certificate' | 'privateKey' | 'passphrase';

export function fieldProblem(field: Field, text: string): Problem {
  return new Problem('invalid-input', text, { fields: { [field]: text } });
}

const words = {
  damaged: 'This private key is damaged: it cannot be read.',
  none: 'This is no private key: a text that begins with “-----BEGIN PRIVATE KEY-----” or the like is expected.',
  passphraseNeeded: 'This private key is encrypted: its passphrase is needed.',
  passphraseWrong: 'The passphrase does not open this private key.',
  damagedInside: 'This private key is damaged inside. In rare cases a wrong passphrase looks like this, too.',
} as const;

/** What is given in place of a private key, and what to say to it. */
const mistaken: Readonly<Record<string, string>> = {
  'PUBLIC KEY': 'This is a public key. The private key is needed.',
  'RSA PUBLIC KEY': 'This is a public key. The private key is needed.',
  CERTIFICATE: 'This is a certificate. Its private key is needed here.',
  'X509 CERTIFICATE': 'This is a certificate. Its private key is needed here.',
  'CERTIFICATE REQUEST': 'This is a certificate request. The private key is needed.',
  'OPENSSH PRIVATE KEY': 'This is an OpenSSH key. Convert a copy with “ssh-keygen -p -m PEM -f <file>”.',
};

const usable = ['PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY'];

/**
 * Reads the first private key of a PEM text: PKCS#8 plain or encrypted, PKCS#1, SEC1, `Proc-Type: 4,ENCRYPTED`.
 * Throws a {@link Problem} `invalid-input` whose field says what is wrong; nothing of the key stands in it.
 */
export function readPrivateKey(text: string, passphrase: string | undefined): KeyObject {
  const blocks = blocksOf(text);
  const block = blocks.find(({ label }) => usable.includes(label));
  if (!block) {
    const known = blocks.find(({ label }) => mistaken[label]);
    throw fieldProblem('privateKey', (known && mistaken[known.label]) ?? words.none);
  }
  const encrypted = block.label === 'ENCRYPTED PRIVATE KEY' || /\bENCRYPTED\b/.test(block.headers);
  if (!encrypted) return readPlain(block);
  checkEnvelope(block);
  if (!passphrase) throw fieldProblem('passphrase', words.passphraseNeeded);
  return decrypt(block, passphrase);
}

function blocksOf(text: string): Pem[] {
  try {
    return readPem(text);
  } catch (error) {
    throw fieldProblem('privateKey', `This private key is damaged: ${(error as Error).message}.`);
  }
}

function readPlain(block: Pem): KeyObject {
  try {
    return createPrivateKey(block.text);
  } catch {
    throw fieldProblem('privateKey', words.damaged);
  }
}

/** Tells a damaged file from a wrong passphrase as far as can be seen without the passphrase. */
function checkEnvelope(block: Pem): void {
  try {
    const bytes = readBase64(block.body, block.at);
    if (block.headers ? bytes.length === 0 || bytes.length % 8 !== 0 : !encryptionOf(bytes)) throw new Error();
  } catch {
    throw fieldProblem('privateKey', words.damaged);
  }
}

/** EncryptedPrivateKeyInfo, RFC 5958 3: the name of its algorithm, and for PBES2 of how the key is derived. */
function encryptionOf(bytes: Uint8Array): string {
  const { oid, parameters } = algorithmOf(readAsn1(bytes).children[0]);
  const name = nameOfOid(oid);
  return name === 'PBES2' ? `PBES2 and ${nameOfOid(algorithmOf(parameters?.children[0]).oid)}` : name;
}

function decrypt(block: Pem, passphrase: string): KeyObject {
  try {
    return createPrivateKey({ key: block.text, passphrase });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (/BAD_DECRYPT|CIPHERFINAL/.test(code)) throw fieldProblem('passphrase', words.passphraseWrong);
    // The bare code stands for "cannot be decoded"; with more words in it, it is about the encryption.
    if (code === 'ERR_OSSL_UNSUPPORTED' || !/UNSUPPORTED|UNKNOWN/.test(code)) {
      throw fieldProblem('privateKey', words.damagedInside);
    }
    return decryptElsewhere(block, passphrase);
  }
}

/** What this runtime's OpenSSL or BoringSSL refuses, node-forge may open: RC2-40, DES, SHA-512 as PRF. */
function decryptElsewhere(block: Pem, passphrase: string): KeyObject {
  let der: Buffer | undefined;
  try {
    der = block.headers ? decryptTraditional(block, passphrase) : decryptPkcs8(block, passphrase);
  } catch (error) {
    if (/unsupported/i.test((error as Error).message)) throw fieldProblem('privateKey', refusal(block));
  }
  if (!der) throw fieldProblem('passphrase', words.passphraseWrong);
  try {
    return createPrivateKey({ key: der, format: 'der', type: block.headers ? 'pkcs1' : 'pkcs8' });
  } catch {
    throw fieldProblem('privateKey', words.damagedInside);
  }
}

function decryptPkcs8(block: Pem, passphrase: string): Buffer | undefined {
  const sealed = forge.pki.encryptedPrivateKeyFromPem(block.text);
  // PBES1 of PKCS#12 takes the passphrase in UTF-16, which node-forge makes itself; everything else in UTF-8.
  const wide = encryptionOf(readBase64(block.body, block.at)).startsWith('PBE-SHA1-R');
  return derOf(forge.pki.decryptPrivateKeyInfo(sealed, wide ? passphrase : forge.util.encodeUtf8(passphrase)));
}

function decryptTraditional(block: Pem, passphrase: string): Buffer | undefined {
  // node-forge answers null for a wrong passphrase, against its types.
  const key = forge.pki.decryptRsaPrivateKey(
    block.text,
    forge.util.encodeUtf8(passphrase),
  ) as forge.pki.rsa.PrivateKey | null;
  return derOf(key && forge.pki.privateKeyToAsn1(key));
}

function derOf(value: forge.asn1.Asn1 | null): Buffer | undefined {
  return value ? Buffer.from(forge.asn1.toDer(value).getBytes(), 'binary') : undefined;
}

function refusal(block: Pem): string {
  const how = block.headers
    ? (/DEK-Info:\s*([\w-]+)/.exec(block.headers)?.[1] ?? 'an unknown cipher')
    : encryptionOf(readBase64(block.body, block.at));
  return `This private key is encrypted with ${how}, which cannot be decrypted here. Convert a copy with “openssl pkcs8 -topk8 -v2 aes-256-cbc”.`;
}
