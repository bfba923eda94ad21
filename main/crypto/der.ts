import { tags } from './asn1.ts';

/** DER in pieces, to be joined once: what is large in it is not copied for every level around it. */
export type Der = readonly Uint8Array[];

export function der(tag: number, ...parts: Der[]): Der {
  const content = parts.flat();
  const length = content.reduce((sum, piece) => sum + piece.length, 0);
  return [Uint8Array.of(tag, ...lengthOctets(length)), ...content];
}

export function sequence(...parts: Der[]): Der {
  return der(tags.sequence, ...parts);
}

export function octets(bytes: Uint8Array): Der {
  return der(tags.octetString, [bytes]);
}

/** A number that is not negative and fits into 32 bits. */
export function integer(value: number): Der {
  const bytes = base256(value);
  return der(tags.integer, [Uint8Array.from((bytes[0] ?? 0) >= 0x80 ? [0, ...bytes] : bytes)]);
}

/** An object identifier in dotted notation. */
export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  return der(tags.oid, [Uint8Array.from([first * 40 + second, ...others].flatMap(base128))]);
}

/** AlgorithmIdentifier, RFC 5280 4.1.1.2. */
export function algorithm(dotted: string, ...parameters: Der[]): Der {
  return sequence(oid(dotted), ...parameters);
}

export const nothing: Der = [Uint8Array.of(0x05, 0)];

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes = base256(length);
  return [0x80 | bytes.length, ...bytes];
}

function base256(value: number): number[] {
  return value < 256 ? [value] : [...base256(Math.floor(value / 256)), value % 256];
}

function base128(value: number): number[] {
  const higher = (rest: number): number[] =>
    rest === 0 ? [] : [...higher(Math.floor(rest / 128)), 0x80 | (rest % 128)];
  return [...higher(Math.floor(value / 128)), value % 128];
}
