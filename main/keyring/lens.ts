import type { KeyObject } from 'node:crypto';
import type { Fact, IdentityItem, PeerItem, Recipient, Signature } from '../../preload/contract/index.ts';
import { type Certificate, isNamed } from '../crypto/certificate.ts';
import type { RecipientName } from '../crypto/envelope-recipient.ts';
import type { Opener } from '../crypto/opener.ts';
import type { RsaPadding } from '../crypto/rsa.ts';
import type { Sealing } from '../crypto/sealing.ts';
import { factsOfSignedBytes } from '../crypto/signed-bytes.ts';
import { Refusal } from '../refusal.ts';
import { factsOfCertificate } from './certificate-facts.ts';
import { canSeal, type EnvelopeFlaw, type Sealed, seal } from './sealed.ts';
import { openSigned, type SignedOpening } from './signed.ts';

/** What opening an envelope came to. */
export type Opening =
  | { state: 'opened'; by: string; content: Uint8Array; facts: Fact[] }
  | { state: 'locked'; needs: Recipient[]; facts: Fact[] }
  | { state: 'broken'; reason: string; facts: Fact[] };

/** What services may ask of the keyring. Private keys stay inside; work is done off the main loop. */
export interface Lens {
  /** Opens a CMS envelope, PEM or DER, with whichever of our keys it is addressed to. Never rejects. */
  open(envelope: string | Uint8Array): Promise<Opening>;
  /**
   * Reads SignedData (CMS), as it may stand inside an envelope or alone, and judges its signature by the certificates
   * of the keyring; one that came with it vouches for nobody. Nothing where it is no SignedData. Never rejects.
   */
  openSigned(signed: string | Uint8Array): Promise<SignedOpening | undefined>;
  /** RSASSA-PKCS1-v1_5 with SHA-256 over `content`, against the certificate kept for `signer`. Never rejects. */
  verify(content: Uint8Array, signature: Uint8Array, signer: string): Promise<{ signature: Signature; facts: Fact[] }>;
  /** Signs likewise with the private key kept for `address`. Throws a Refusal when there is none at hand. */
  sign(content: Uint8Array, address: string): Promise<Uint8Array>;
  /**
   * An envelope for everybody whose addresses are named, by the certificates kept for them. Throws a Refusal that names
   * those who have none.
   */
  seal(
    content: Uint8Array,
    how: { addresses: readonly string[]; sealing: Sealing; flaw?: EnvelopeFlaw | undefined },
  ): Promise<Sealed>;
  /** Whether something can be sealed for all of these. */
  canSeal(addresses: readonly string[]): Promise<boolean>;
  /** The identity kept for an address, with or without its key at hand. */
  identity(address: string): IdentityItem | undefined;
  /** The keys that the keyring has for a group, newest first. They must not leave main. */
  sharedKeys(address: string): Promise<KeyObject[]>;
  /**
   * RSA with a private key of the service's own, for services that make their keys themselves. Nothing where it does
   * not come out right. Never rejects.
   */
  decrypt(sealed: Uint8Array, key: KeyObject, padding: RsaPadding): Promise<Uint8Array | undefined>;
}

/** A key or certificate of the keyring as the lens needs it. */
export interface LensKey {
  readonly certificate: Certificate;
  readonly item: IdentityItem | PeerItem;
}

/** `keys`: newest first, as soon as every private key that is at hand has been given to the opener. */
export interface LensSource {
  keys(): Promise<readonly LensKey[]>;
  identity(address: string): IdentityItem | undefined;
  sharedKeys(address: string): Promise<KeyObject[]>;
}

export function createLens(source: LensSource, opener: Opener): Lens {
  return {
    open: (envelope) => open(source, opener, envelope),
    openSigned: (signed) => openSigned(source, opener, signed),
    verify: (content, signature, signer) => verify(source, opener, content, signature, signer),
    sign: (content, address) => sign(source, opener, content, address),
    seal: (content, how) => seal(source, opener, content, how),
    canSeal: (addresses) => canSeal(source, addresses),
    identity: (address) => source.identity(address),
    sharedKeys: (address) => source.sharedKeys(address),
    decrypt: (sealed, key, padding) => opener.decrypt(sealed, key, padding).catch(() => undefined),
  };
}

async function open(source: LensSource, opener: Opener, envelope: string | Uint8Array): Promise<Opening> {
  try {
    const keys = await source.keys();
    const unsealing = await opener.open(envelope);
    switch (unsealing.state) {
      case 'opened': {
        const key = keys.find(({ item }) => item.id === unsealing.by);
        const facts = [...unsealing.facts, ...(key ? factsOf('Opened with', key) : [])];
        return { ...unsealing, by: key?.item.address ?? 'a key that was removed', facts };
      }
      case 'locked': {
        const facts = [...unsealing.facts, ...missing(keys, unsealing.needs)];
        return { state: 'locked', needs: unsealing.needs.map(recipientOf), facts };
      }
      case 'broken':
        return unsealing;
    }
  } catch (error) {
    return { state: 'broken', reason: `It could not be tried: ${(error as Error).message}.`, facts: [] };
  }
}

function recipientOf(name: RecipientName): Recipient {
  return name.by === 'issuer'
    ? { issuer: name.issuer, serial: name.serial }
    : { issuer: '', serial: '', keyIdentifier: name.keyIdentifier };
}

/** Certificates of ours that are meant, but whose private keys are not at hand. */
function missing(keys: readonly LensKey[], needs: readonly RecipientName[]): Fact[] {
  return keys
    .filter(({ certificate }) => needs.some((name) => isNamed(certificate, name)))
    .map(({ item }) => ({
      name: 'Private key needed',
      value:
        item.kind === 'identity'
          ? `The one of ${item.address} is not at hand: import it again.`
          : `It is sealed for ${item.address}, whose certificate is kept without a private key.`,
    }));
}

async function verify(
  source: LensSource,
  opener: Opener,
  content: Uint8Array,
  signature: Uint8Array,
  signer: string,
): Promise<{ signature: Signature; facts: Fact[] }> {
  try {
    const over = factsOfSignedBytes(
      content,
      await opener.operate('hash', { digest: 'sha256', content, key: undefined }),
    );
    const kept = (await source.keys()).filter(({ item }) => item.address === signer);
    const candidates = kept.filter(({ certificate }) => certificate.publicKey.asymmetricKeyType === 'rsa');
    if (candidates.length === 0) {
      const reason =
        kept.length === 0
          ? `No certificate is kept for ${signer}. Import it to check the signature.`
          : `The certificate kept for ${signer} holds no RSA key, and so cannot be the signer's.`;
      return { signature: { state: 'signer-unknown', reason }, facts: over };
    }
    for (const key of candidates) {
      if (await opener.verify(content, signature, key.certificate.publicKey)) {
        return { signature: { state: 'verified', by: signer }, facts: [...over, ...factsOf('Signed by', key)] };
      }
    }
    const facts = [...over, ...candidates.flatMap((key) => factsOf('Checked against', key))];
    return { signature: { state: 'wrong', reason: whyWrong(signature, signer, candidates) }, facts };
  } catch (error) {
    const reason = `The signature could not be checked: ${(error as Error).message}.`;
    return { signature: { state: 'signer-unknown', reason }, facts: [] };
  }
}

function whyWrong(signature: Uint8Array, signer: string, candidates: readonly LensKey[]): string {
  const lengths = candidates.map(
    ({ certificate }) => (certificate.publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8,
  );
  if (lengths.includes(signature.length)) {
    return `Content and signature do not belong together by the certificate kept for ${signer}: one of them was changed, or another key signed.`;
  }
  return `The signature has ${signature.length} bytes; the key of ${signer} makes ${lengths.join(' or ')}.`;
}

export function factsOf(name: string, { certificate, item }: LensKey): Fact[] {
  return [{ name, value: item.address }, ...factsOfCertificate(certificate)];
}

async function sign(source: LensSource, opener: Opener, content: Uint8Array, address: string): Promise<Uint8Array> {
  const keys = await source.keys();
  const key = keys.find(({ item }) => item.kind === 'identity' && item.address === address);
  if (!key)
    throw refusal(`There is no identity for ${address} in the keyring.`, 'Import its certificate and private key.');
  if (key.item.kind === 'identity' && key.item.privateKey === 'unknown') {
    throw refusal(`The private key of ${address} is not at hand.`, 'Import it again with its certificate.');
  }
  if (key.certificate.publicKey.asymmetricKeyType !== 'rsa') {
    throw refusal(
      `The key of ${address} is ${key.item.algorithm}; only RSA keys can sign here.`,
      'Import an RSA identity.',
    );
  }
  try {
    return await opener.sign(content, key.item.id);
  } catch (error) {
    throw refusal(`Signing for ${address} did not work: ${(error as Error).message}.`, 'Try again.');
  }
}

function refusal(text: string, hint: string): Refusal {
  return new Refusal({ code: 'settings', text, hint }, { retry: false });
}
