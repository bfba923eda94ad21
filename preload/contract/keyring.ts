import { z } from 'zod';

/** A certificate and, for our own identities, whether its private key is at hand. Key material never crosses. */
export const keyringItem = z.strictObject({
  id: z.uuid(),
  /** `identity`: ours, with private key. `peer`: somebody else's certificate. */
  kind: z.enum(['identity', 'peer']),
  /** The destination, contact or account it belongs to, as the service writes it. */
  address: z.string(),
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  /** SHA-256 of the certificate, hex pairs with colons. */
  fingerprint: z.string(),
  /** Milliseconds since 1970. */
  notBefore: z.number(),
  notAfter: z.number(),
  algorithm: z.string(),
  /** Whether the private key is kept on disk, only in memory, or gone since the last start. */
  privateKey: z.enum(['none', 'kept', 'in-memory', 'unknown']),
  /** The certificate, PEM. */
  certificate: z.string(),
  demo: z.boolean(),
});
export type KeyringItem = z.infer<typeof keyringItem>;
