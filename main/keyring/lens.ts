import type { KeyringItem, Recipient, Signature } from '../../preload/contract/index.ts';

export type Fact = { name: string; value: string };

/** What opening an envelope came to. */
export type Opening =
  | { state: 'opened'; by: string; content: Uint8Array; facts: Fact[] }
  | { state: 'locked'; needs: Recipient[]; facts: Fact[] }
  | { state: 'broken'; reason: string; facts: Fact[] };

/** What services may ask of the keyring. Keys stay inside; work is done off the main loop. */
export interface Lens {
  /** Opens a CMS envelope, PEM or DER, with whichever of our keys it is addressed to. Never rejects. */
  open(envelope: string | Uint8Array): Promise<Opening>;
  /** RSASSA-PKCS1-v1_5 with SHA-256 over `content`, against the certificate kept for `signer`. Never rejects. */
  verify(content: Uint8Array, signature: Uint8Array, signer: string): Promise<{ signature: Signature; facts: Fact[] }>;
  /** Signs likewise with the private key kept for `address`. Throws a Refusal when there is none at hand. */
  sign(content: Uint8Array, address: string): Promise<Uint8Array>;
  /** The identity kept for an address, with or without its key at hand. */
  identity(address: string): KeyringItem | undefined;
}
