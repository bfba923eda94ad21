import { decryptAes, encryptAes } from './aes.ts';
import { hash } from './hash.ts';
import { inspect } from './inspect.ts';
import { open } from './open.ts';
import { rc4 } from './rc4.ts';
import { decryptRsa, encryptRsa } from './rsa.ts';
import { seal } from './seal.ts';
import { sign, verify } from './signature.ts';
import type { Tool } from './tool.ts';

/** The tools of no service in particular: their headings, and under each the tools by id, in the order shown. */
export const toolGroups: Readonly<Record<string, Readonly<Record<string, Tool>>>> = {
  'Look at it': { inspect },
  'Envelopes and signatures': { open, seal, verify, sign },
  Encryption: {
    'encrypt-rsa': encryptRsa,
    'decrypt-rsa': decryptRsa,
    'encrypt-aes': encryptAes,
    'decrypt-aes': decryptAes,
    rc4,
  },
  Hashes: { hash },
};
