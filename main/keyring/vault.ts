import type { VaultState } from '../../preload/contract/index.ts';

/** The port behind which secrets are sealed: the operating system's keychain, or an obscured file. */
export interface Vault {
  readonly state: VaultState;
  /** The sealed text is safe to write to a file as far as `state.strength` goes. */
  seal(text: string): Promise<string>;
  /** Rejects when the blob was sealed elsewhere or is damaged; the caller keeps the blob and asks again. `renew`: seal it anew. */
  open(sealed: string): Promise<{ text: string; renew: boolean }>;
}
