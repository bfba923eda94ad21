import type { KeyObject } from 'node:crypto';
import type { KeyPart } from '../../preload/contract/index.ts';
import type { Certificate } from '../crypto/certificate.ts';
import { CryptoProblem } from '../crypto/problem.ts';

export type Refused = Pick<Extract<KeyPart, { kind: 'refused' }>, 'kind' | 'reason' | 'text' | 'hint'>;

/** What is encrypted, and waits for a passphrase. */
export interface Locked extends Pick<Extract<KeyPart, { kind: 'locked' }>, 'kind' | 'what' | 'encryption'> {
  /** Throws a {@link CryptoProblem}: `broken` when the passphrase does not open it. */
  open(passphrase: string): Promise<Found>;
}

/** Something found in a file or text, and what the file calls it. It holds secrets, and stays in main. */
export type Material = { name: string } & (
  | { kind: 'certificate'; certificate: Certificate }
  | { kind: 'private-key'; key: KeyObject; encrypted: boolean }
  | { kind: 'shared-key'; key: KeyObject }
  | Locked
  | Refused
);

export interface Found {
  readonly materials: readonly Material[];
  /** What should be known beside them. */
  readonly notices: readonly string[];
}

export const only = (...materials: Material[]): Found => ({ materials, notices: [] });

export function refused(reason: Refused['reason'], text: string, hint = ''): Material {
  return { kind: 'refused', name: '', reason, text, hint };
}

const convert = 'Convert a copy with “openssl pkcs8 -topk8 -v2 aes-256-cbc”.';

/** What was thrown while reading `what`, such as “private key”, as something refused. A defect of ours is thrown on. */
export function refusal(error: unknown, what: string): Material {
  if (!(error instanceof CryptoProblem)) throw error;
  switch (error.fault) {
    case 'unsupported':
      return refused('unsupported', `This ${what} cannot be read here: ${error.message}.`, convert);
    case 'too-large':
      return refused('too-large', `This ${what} is too large: ${error.message}.`);
    default:
      return refused('damaged', `This ${what} is damaged: ${error.message}.`, 'Take a fresh copy of it.');
  }
}
