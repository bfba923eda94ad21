import { z } from 'zod';

/**
 * What seals secrets on this machine.
 * `keychain`: the operating system's. `obscured`: readable by anyone who can read the user's files.
 */
export const vaultState = z.strictObject({
  strength: z.enum(['keychain', 'obscured', 'none']),
  /** Name of the backend, such as `gnome_libsecret`. */
  backend: z.string(),
  /** Said to the user when it is not a keychain, or when something about it changed. */
  notice: z.string().optional(),
});
export type VaultState = z.infer<typeof vaultState>;
