import { z } from 'zod';
import { profileId, secretState } from './profile.ts';

/** What is to be known of a certificate. */
export const certificateFacts = z.strictObject({
  /** Names as `C=DE, O=Acme, CN=bob`; the serial number in upper-case hex. */
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  /** SHA-256 of the certificate, hex pairs with colons. */
  fingerprint: z.string(),
  /** Milliseconds since 1970. */
  notBefore: z.number(),
  notAfter: z.number(),
  /** `RSA 2048`, `EC prime256v1`, … */
  algorithm: z.string(),
  /** It may vouch for others: CA in its basic constraints. */
  authority: z.boolean(),
  /** The certificate, PEM. */
  certificate: z.string(),
});
export type CertificateFacts = z.infer<typeof certificateFacts>;

/** What to be careful about with a certificate at the time it was asked for; `text` says it in one sentence. */
export const keyWarning = z.strictObject({
  code: z.enum(['expired', 'not-yet-valid', 'expires-soon', 'weak-key', 'weak-signature']),
  text: z.string(),
});
export type KeyWarning = z.infer<typeof keyWarning>;

const everyItem = {
  id: z.uuid(),
  /** The destination, contact, account or group it belongs to, as the service writes it. */
  address: z.string(),
  demo: z.boolean(),
  /** Profiles whose settings name the address. */
  usedBy: z.array(profileId),
};

const certified = {
  ...everyItem,
  ...certificateFacts.shape,
  /** The certificates that vouch for it, nearest first; empty where none were given. */
  chain: z.array(certificateFacts),
  warnings: z.array(keyWarning),
};

/** Ours: a certificate and its private key, which is kept on disk, only in memory, or gone since the last start. */
export const identityItem = z.strictObject({ ...certified, kind: z.literal('identity'), privateKey: secretState });
export type IdentityItem = z.infer<typeof identityItem>;

/** Somebody else's certificate. */
export const peerItem = z.strictObject({ ...certified, kind: z.literal('peer') });
export type PeerItem = z.infer<typeof peerItem>;

/** An AES key that a group shares. `fingerprint`: SHA-256 of the key. */
export const sharedItem = z.strictObject({
  ...everyItem,
  kind: z.literal('shared'),
  bits: z.union([z.literal(128), z.literal(192), z.literal(256)]),
  fingerprint: z.string(),
  key: secretState,
});
export type SharedItem = z.infer<typeof sharedItem>;

/** What the keyring holds. Key material never crosses. */
export const keyringItem = z.discriminatedUnion('kind', [identityItem, peerItem, sharedItem]);
export type KeyringItem = z.infer<typeof keyringItem>;

/** Names a part within its reading, and keeps to it when the reading is unlocked further. */
const partId = z.string().max(40);

const everyPart = {
  id: partId,
  /** Name of the file it was found in; empty for pasted text. */
  source: z.string(),
  /** What the file calls it; mostly empty. */
  name: z.string(),
};

/** Why something found cannot be imported. */
export const refusedReason = z.enum([
  /** It cannot be read, or does not fit together. */
  'damaged',
  /** Its end is missing. */
  'cut-off',
  'public-key',
  'certificate-request',
  /** Well formed, but of a kind, or encrypted in a way, that cannot be read here; the text names it. */
  'unsupported',
  /** Nothing in it is a key or certificate. */
  'nothing-found',
  'too-large',
]);

/** One thing found in what was given. Nothing secret stands in it. */
export const keyPart = z.discriminatedUnion('kind', [
  z.strictObject({
    ...everyPart,
    kind: z.literal('certificate'),
    ...certificateFacts.shape,
    warnings: z.array(keyWarning),
    /** Parts that vouch for it, nearest first. */
    chain: z.array(partId),
    /** Where its private key is: part of this reading, kept already, or not at hand. Only with one it can be an identity. */
    privateKey: z.enum(['reading', 'keyring', 'none']),
  }),
  z.strictObject({
    ...everyPart,
    kind: z.literal('private-key'),
    algorithm: z.string(),
    /** It was encrypted in the file. */
    encrypted: z.boolean(),
    /** The certificate that it would be imported with, `null` where there is none: one can be made for it. */
    certificate: z
      .discriminatedUnion('from', [
        z.strictObject({ from: z.literal('reading'), part: partId }),
        /** Id of the keyring item that has it. */
        z.strictObject({ from: z.literal('keyring'), item: z.uuid() }),
      ])
      .nullable(),
  }),
  z.strictObject({
    ...everyPart,
    kind: z.literal('shared-key'),
    bits: sharedItem.shape.bits,
    fingerprint: z.string(),
  }),
  /** Encrypted: `keyring:unlock` tries a passphrase on it. */
  z.strictObject({
    ...everyPart,
    kind: z.literal('locked'),
    what: z.enum(['private-key', 'container']),
    /** How it is encrypted: `PBES2 with scrypt and AES-256-CBC`. */
    encryption: z.string(),
    /** A passphrase was tried, and does not open it. */
    tried: z.boolean(),
    text: z.string(),
  }),
  z.strictObject({
    ...everyPart,
    kind: z.literal('refused'),
    reason: refusedReason,
    text: z.string(),
    /** What helps; may be empty. */
    hint: z.string(),
  }),
]);
export type KeyPart = z.infer<typeof keyPart>;

/**
 * What was found in files and text. The material itself stays in main under `reading` until it is imported or dropped,
 * its interface goes away, or ten minutes have passed since it was last asked for.
 */
export const keyReading = z.strictObject({
  reading: z.uuid(),
  parts: z.array(keyPart),
  /** What should be known beside the parts, such as a file whose integrity nothing vouches for. */
  notices: z.array(z.string()),
});
export type KeyReading = z.infer<typeof keyReading>;

const passphrase = z.string().max(1000);
const address = z.string().trim().min(1, 'Say whose it is').max(1000);
/** RFC 5280 allows 64 characters. */
const commonName = z.string().trim().min(1, 'Give the certificate a name').max(64, 'At most 64 characters');

/** Files of any kind in base64, and what was pasted. */
export const givenKeys = z.strictObject({
  files: z.array(z.strictObject({ name: z.string().max(255), base64: z.string().max(1_400_000) })).max(20),
  text: z.string().max(1_000_000),
});

/** Passphrases by locked part. An empty one is tried too. */
export const givenPassphrases = z.strictObject({
  reading: z.uuid(),
  passphrases: z.record(partId, passphrase),
});

/** The parts of a reading to take over. All are taken, or none. */
export const chosenParts = z.strictObject({
  reading: z.uuid(),
  items: z
    .array(
      z.strictObject({
        /**
         * For an `identity` a private key, or a certificate whose private key is at hand; for a `peer` a certificate;
         * for `shared` a shared key.
         */
        part: partId,
        kind: z.enum(['identity', 'peer', 'shared']),
        addresses: z.array(address).min(1, 'Say whose it is').max(20),
        /** For a private key without certificate: makes a self-signed one with this common name. */
        commonName: commonName.optional(),
      }),
    )
    .min(1, 'Choose what to import')
    .max(100),
  /** Whether private and shared keys may be kept on disk, sealed by the vault. */
  keep: z.boolean(),
});

/** A new RSA key with a self-signed certificate. A request for a better one can be exported from it. */
export const newIdentity = z.strictObject({
  address,
  commonName,
  bits: z.union([z.literal(2048), z.literal(3072), z.literal(4096)]),
  /** How long the certificate holds. */
  days: z.int().min(1).max(36_500),
  keep: z.boolean(),
});

/** `request`: a PKCS#10 certificate request, signed by the identity's key. `chain`: the certificate and those above it. */
export const publicPart = z.enum(['certificate', 'chain', 'public-key', 'request']);
export type PublicPart = z.infer<typeof publicPart>;

/** The file is PKCS#8, encrypted with the passphrase; without `confirmed: true` nothing leaves. */
export const privateKeyExport = z.strictObject({
  id: z.uuid(),
  passphrase: passphrase.min(12, 'At least 12 characters'),
  confirmed: z.literal(true),
});
