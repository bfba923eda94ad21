/**
 * RC4 from its first byte on: encrypts and decrypts alike. Of a key only the first 256 bytes count. It is broken,
 * has no integrity, and is here only because a protocol asks for it; `node:crypto` has none since OpenSSL 3.
 */
export function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  const state = schedule(key);
  const at = (index: number) => state[index & 0xff] ?? 0;
  let i = 0;
  let j = 0;
  return data.map((byte) => {
    i = (i + 1) & 0xff;
    j = (j + at(i)) & 0xff;
    swap(state, i, j);
    return byte ^ at(at(i) + at(j));
  });
}

function schedule(key: Uint8Array): Uint8Array {
  if (key.length === 0) throw new RangeError('An RC4 key has at least one byte');
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + (state[i] ?? 0) + (key[i % key.length] ?? 0)) & 0xff;
    swap(state, i, j);
  }
  return state;
}

function swap(state: Uint8Array, i: number, j: number): void {
  const kept = state[i] ?? 0;
  state[i] = state[j] ?? 0;
  state[j] = kept;
}
