import { createHash } from 'node:crypto';
import { rc4 } from '../../crypto/rc4.ts';
import { Refusal } from '../../refusal.ts';

/**
 * The secret that both ends of a connection have after the login, and what they do with it. The formulas were observed
 * on the vendor's JavaScript, PHP and Go clients, which agree.
 */
export class SessionKey {
  /** 64 hexadecimal digits where it comes from a password; used as text. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  static of(challenge: string, password: string): SessionKey {
    return new SessionKey(sha256(`innovaphoneAppSessionKey:${challenge}:${password}`));
  }

  /** Hexadecimal digits. The same seed gives the same key stream, so no seed may be used twice. */
  encrypt(seed: string, data: string): string {
    return Buffer.from(rc4(this.#keyOf(seed), Buffer.from(data))).toString('hex');
  }

  /** Throws a Refusal when `data` is not hexadecimal, or when what comes out is not text. */
  decrypt(seed: string, data: string): string {
    if (data.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(data)) {
      throw refused('This is not an encrypted text: one has an even number of hexadecimal digits.');
    }
    const bytes = rc4(this.#keyOf(seed), Buffer.from(data, 'hex'));
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw refused(
        'It does not open to text.',
        'The seed or the key is another one, or this was not encrypted. The method has no checksum that would tell which.',
      );
    }
  }

  /** 64 hexadecimal digits. */
  hash(seed: string, data: string): string {
    return sha256(`${seed}:${this.text}:${data}`);
  }

  #keyOf(seed: string): Uint8Array {
    return Buffer.from(`${seed}:${this.text}`);
  }
}

/** Over the bytes as they are. The vendor's browser client takes CRLF for LF here, which its other clients do not. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const refused = (text: string, hint?: string) =>
  new Refusal({ code: 'settings', text, ...(hint !== undefined && { hint }) }, { retry: false });
