import type { Fact, Link, Offer, Opened, Signature, Step } from '../../preload/contract/index.ts';

/** What is written into the journal, before it has a number and a time. */
export interface Draft {
  direction: 'in' | 'out' | 'note';
  kind: string;
  tone?: 'plain' | 'good' | 'bad';
  /** All arguments of the logical event, as the library handed them over; bytes as `Uint8Array` at any depth. */
  args: readonly unknown[];
  from?: string;
  to?: string;
  /** Equal for the entries of one exchange. */
  exchange?: string;
  /** What a person would call the message; by default the beginning of the arguments. */
  preview?: string;
  marks?: string[];
  waiting?: boolean;
  /** `pending` has the service's `judge` look at it when it is first shown. */
  opened?: Opened;
  signature?: Signature;
  offers?: Offer[];
  links?: Link[];
  resend?: { action: string; input: Record<string, unknown> };
}

/** What may become of an entry afterwards. Absent fields stay as they are. */
export interface Revision {
  steps?: Step[];
  waiting?: boolean;
  opened?: Opened;
  signature?: Signature;
  /** Decrypted text. */
  inside?: string;
  facts?: Fact[];
  from?: string;
  to?: string;
  preview?: string;
}
