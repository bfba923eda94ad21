import { createHash, pbkdf2, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { CryptoProblem } from './problem.ts';

/** Whatever makes a key, key and initial vector, or the key of a MAC from a passphrase: so many bytes. */
export type KeyMaker = (passphrase: string, length: number) => Promise<Uint8Array>;

/**
 * What a file may ask of us. Iterations: ten times the highest that is recommended today; those of our own loop are
 * slower. Memory in bytes.
 */
export const costs = { iterations: 10_000_000, ownIterations: 2_000_000, memory: 256 * 1024 * 1024, work: 2 ** 25 };

export function checkIterations(count: number, limit: number): void {
  if (count >= 1 && count <= limit) return;
  throw new CryptoProblem('unsupported', `it asks for ${count} iterations, and ${limit} is the limit`);
}

/** PBKDF2, RFC 8018 5.2. `hash` as `node:crypto` calls it. */
export function pbkdf2Key(hash: string, salt: Uint8Array, iterations: number): KeyMaker {
  checkIterations(iterations, costs.iterations);
  return async (passphrase, length) => {
    try {
      return await promisify(pbkdf2)(passphrase, salt, iterations, length, hash);
    } catch {
      throw new CryptoProblem('unsupported', `PBKDF2 with ${hash} cannot be computed here`);
    }
  };
}

/** scrypt, RFC 7914. */
export function scryptKey(salt: Uint8Array, { N, r, p }: { N: number; r: number; p: number }): KeyMaker {
  const memory = 128 * N * r;
  const isPower = N > 1 && Number.isInteger(Math.log2(N));
  if (!isPower || r < 1 || p < 1) throw new CryptoProblem('malformed', 'the parameters of scrypt are out of range');
  if (memory > costs.memory || N * r * p > costs.work) {
    throw new CryptoProblem('unsupported', `scrypt with N=${N}, r=${r}, p=${p} asks for too much memory or time`);
  }
  const options = { N, r, p, maxmem: 2 * memory + 1024 * 1024 * p };
  return (passphrase, length) =>
    new Promise((resolve, reject) =>
      scrypt(passphrase, salt, length, options, (error, key) => (error ? reject(error) : resolve(key))),
    );
}

/** PBKDF1, RFC 8018 5.1: at most as many bytes as the hash has. */
export function pbkdf1Key(hash: string, salt: Uint8Array, iterations: number): KeyMaker {
  checkIterations(iterations, costs.ownIterations);
  return async (passphrase, length) => {
    const first = digest(hash, Buffer.from(passphrase), salt);
    return (await repeated(hash, first, iterations - 1)).subarray(0, length);
  };
}

/** The key of an encrypted PEM text: MD5 over and over, as observed on OpenSSL 3. */
export function pemKey(salt: Uint8Array): KeyMaker {
  return async (passphrase, length) => {
    let key: Uint8Array = new Uint8Array();
    let last: Uint8Array = new Uint8Array();
    while (key.length < length) {
      last = digest('md5', last, Buffer.from(passphrase), salt);
      key = Buffer.concat([key, last]);
    }
    return key.subarray(0, length);
  };
}

/** What is made: RFC 7292 B.3. */
export const purposes = { key: 1, iv: 2, mac: 3 } as const;

/** RFC 7292 B.2. `blank`: the empty passphrase has no closing zeros, as some tools have it. */
export function pkcs12Key(hash: string, { salt, iterations, purpose, blank }: Pkcs12KeyParameters): KeyMaker {
  checkIterations(iterations, costs.ownIterations);
  return async (passphrase, length) => {
    const block = /384|512/.test(hash) ? 128 : 64;
    const secret = blank && passphrase === '' ? new Uint8Array() : wide(passphrase);
    const mixed = Buffer.concat([filled(salt, block), filled(secret, block)]);
    const key: Uint8Array[] = [];
    for (let made = 0; made < length; made += key.at(-1)?.length ?? length) {
      const first = digest(hash, new Uint8Array(block).fill(purpose), mixed);
      const last = await repeated(hash, first, iterations - 1);
      key.push(last);
      stir(mixed, filled(last, block).subarray(0, block));
    }
    return Buffer.concat(key).subarray(0, length);
  };
}

export interface Pkcs12KeyParameters {
  salt: Uint8Array;
  iterations: number;
  purpose: (typeof purposes)[keyof typeof purposes];
  blank: boolean;
}

/** Two octets per character, high one first, and two zeros at the end. */
function wide(passphrase: string): Uint8Array {
  return Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
}

/** Over and over, up to a whole number of blocks. */
function filled(bytes: Uint8Array, block: number): Uint8Array {
  return Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes.length > 0 ? bytes : undefined);
}

/** Adds `by` and one to each block of as many bytes, in place. */
function stir(blocks: Uint8Array, by: Uint8Array): void {
  for (let start = 0; start < blocks.length; start += by.length) {
    let carry = 1;
    for (let i = by.length - 1; i >= 0; i -= 1) {
      carry += (blocks[start + i] ?? 0) + (by[i] ?? 0);
      blocks[start + i] = carry & 0xff;
      carry >>= 8;
    }
  }
}

/** The main loop has its turn after so many milliseconds. */
const turn = 8;

async function repeated(hash: string, first: Uint8Array, times: number): Promise<Uint8Array> {
  let value = first;
  let since = performance.now();
  for (let i = 0; i < times; i += 1) {
    value = digest(hash, value);
    if (i % 256 !== 0 || performance.now() - since < turn) continue;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
  return value;
}

function digest(hash: string, ...parts: Uint8Array[]): Uint8Array {
  const hashing = createHash(hash);
  for (const part of parts) hashing.update(part);
  return hashing.digest();
}
