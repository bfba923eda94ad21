import { createHash, createHmac, type KeyObject, sign } from 'node:crypto';
import { type AesInput, decryptAes, encryptAes } from './aes.ts';
import { type Inspection, inspect } from './inspection.ts';
import { rc4 } from './rc4.ts';
import { decryptText, encryptText, type TextPadding } from './rsa-text.ts';
import { isSignedBy, paddingOf, type SignatureScheme } from './signature-scheme.ts';

interface Signing {
  readonly scheme: SignatureScheme;
  readonly content: Uint8Array;
  readonly key: KeyObject;
}

interface RsaInput {
  readonly padding: TextPadding;
  readonly content: Uint8Array;
  readonly key: KeyObject;
}

/**
 * What the crypto threads compute by hand, for tools. Inputs and answers are plain values, bytes or keys: they are
 * cloned. What is expected to go wrong is part of an answer; an operation that throws is a defect.
 */
export const operations = {
  /** A digest, or with a key its HMAC. `digest`: name of node:crypto. */
  hash({ digest, content, key }: { digest: string; content: Uint8Array; key: Uint8Array | undefined }): Uint8Array {
    return (key ? createHmac(digest, key) : createHash(digest)).update(content).digest();
  },
  sign({ scheme, content, key }: Signing): Uint8Array {
    return sign(scheme.digest, content, { key, ...paddingOf(scheme) });
  },
  verify({ scheme, content, key, signature }: Signing & { signature: Uint8Array }): boolean {
    return isSignedBy(scheme, content, signature, key);
  },
  encryptRsa({ content, key, padding }: RsaInput): Uint8Array {
    return encryptText(content, key, padding);
  },
  /** Nothing where it does not come out right. */
  decryptRsa({ content, key, padding }: RsaInput): Uint8Array | undefined {
    return decryptText(content, key, padding);
  },
  encryptAes(input: AesInput): Uint8Array {
    return encryptAes(input);
  },
  /** Nothing where it does not come out right. */
  decryptAes(input: AesInput): Uint8Array | undefined {
    return decryptAes(input);
  },
  rc4({ key, content }: { key: Uint8Array; content: Uint8Array }): Uint8Array {
    return rc4(key, content);
  },
  inspect({ content }: { content: string | Uint8Array }): Inspection {
    return inspect(content);
  },
} as const;

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type OperationInput<Name extends OperationName> = Parameters<Operations[Name]>[0];
export type OperationAnswer<Name extends OperationName> = ReturnType<Operations[Name]>;
