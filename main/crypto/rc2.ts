/** RFC 2268 2: a permutation of 0 to 255. */
const permutation = Buffer.from(
  [
    'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2',
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82',
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626',
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7',
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec',
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731',
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9',
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  ].join(''),
  'hex',
);

/**
 * Undoes RC2 in CBC mode, padding left on; `bits`: the effective key length. `sealed` is whole blocks of eight bytes.
 * It is broken, and is here only because old key files need it; neither OpenSSL 3 nor BoringSSL offers it to all.
 */
export function decryptRc2(key: Uint8Array, bits: number, iv: Uint8Array, sealed: Uint8Array): Uint8Array {
  const words = expand(key, bits);
  const source = view(sealed);
  const opened = new Uint8Array(sealed.length);
  const target = view(opened);
  let before = view(iv);
  for (let at = 0; at + 8 <= sealed.length; at += 8) {
    const block = [0, 2, 4, 6].map((offset) => source.getUint16(at + offset, true));
    undo(block, words);
    for (const [i, word] of block.entries()) target.setUint16(at + 2 * i, word ^ before.getUint16(2 * i, true), true);
    before = view(sealed.subarray(at, at + 8));
  }
  return opened;
}

function view({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** RFC 2268 2. */
function expand(key: Uint8Array, bits: number): Uint16Array {
  const octets = new Uint8Array(128);
  octets.set(key);
  const at = (index: number) => octets[index] ?? 0;
  const permuted = (value: number) => permutation[value & 0xff] ?? 0;
  for (let i = key.length; i < 128; i += 1) octets[i] = permuted(at(i - 1) + at(i - key.length));
  const effective = Math.ceil(bits / 8);
  octets[128 - effective] = permuted(at(128 - effective) & (0xff >> (8 * effective - bits)));
  for (let i = 127 - effective; i >= 0; i -= 1) octets[i] = permuted(at(i + 1) ^ at(i + effective));
  return Uint16Array.from({ length: 64 }, (_, i) => at(2 * i) + 256 * at(2 * i + 1));
}

const rotations = [1, 2, 3, 5];

/** RFC 2268 4, in place. */
function undo(block: number[], words: Uint16Array): void {
  const at = (index: number) => block[(index + 4) % 4] ?? 0;
  let next = 63;
  const mix = () => {
    for (let i = 3; i >= 0; i -= 1) {
      const by = rotations[i] ?? 0;
      const rotated = (at(i) >> by) | (at(i) << (16 - by));
      const chosen = (at(i - 1) & at(i - 2)) + (~at(i - 1) & at(i - 3));
      block[i] = (rotated - (words[next] ?? 0) - chosen) & 0xffff;
      next -= 1;
    }
  };
  const mash = () => {
    for (let i = 3; i >= 0; i -= 1) block[i] = (at(i) - (words[at(i - 1) & 63] ?? 0)) & 0xffff;
  };
  for (const [rounds, mashed] of [
    [5, true],
    [6, true],
    [5, false],
  ] as const) {
    for (let round = 0; round < rounds; round += 1) mix();
    if (mashed) mash();
  }
}
