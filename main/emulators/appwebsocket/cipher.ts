import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-256 in lower-case hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** What both ends have after a login with a password (observed on the vendor's JavaScript, PHP and Go clients). */
export function sessionKey(challenge: string, password: string): string {
  return sha256(`innovaphoneAppSessionKey:${challenge}:${password}`);
}

export function encrypt(key: string, seed: string, plain: string): string {
  return rc4(`${seed}:${key}`, Buffer.from(plain, 'utf8')).toString('hex');
}

/** Nothing where it does not open to text. */
export function decrypt(key: string, seed: string, hex: string): string | undefined {
  if (!/^([0-9a-f]{2})*$/i.test(hex)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(rc4(`${seed}:${key}`, Buffer.from(hex, 'hex')));
  } catch {
    return undefined;
  }
}

export function hash(key: string, seed: string, data: string): string {
  return sha256(`${seed}:${key}:${data}`);
}

/** Takes the same time wherever two texts differ. */
export function same(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function rc4(key: string, data: Buffer): Buffer {
  const bytes = Buffer.from(key, 'utf8');
  const box = Array.from({ length: 256 }, (_, n) => n);
  let b = 0;
  const swap = (x: number, y: number) => {
    const held = box[x] ?? 0;
    box[x] = box[y] ?? 0;
    box[y] = held;
  };
  for (let n = 0; n < 256; n++) {
    b = (b + (box[n] ?? 0) + (bytes[n % bytes.length] ?? 0)) % 256;
    swap(n, b);
  }
  let a = 0;
  b = 0;
  return Buffer.from(
    data.map((byte) => {
      a = (a + 1) % 256;
      b = (b + (box[a] ?? 0)) % 256;
      swap(a, b);
      return byte ^ (box[((box[a] ?? 0) + (box[b] ?? 0)) % 256] ?? 0);
    }),
  );
}
