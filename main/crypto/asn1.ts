import { CryptoProblem } from './problem.ts';

/**
 * What a message may cost to read: bytes in all, levels of nesting, values; recipients of an envelope; signers and
 * certificates of a signed message; bytes of one name or number in it.
 */
export const limits = {
  bytes: 256 * 1024 * 1024,
  depth: 32,
  values: 200_000,
  recipients: 1_000,
  signers: 20,
  certificates: 100,
  name: 8_192,
};

/** One value of a BER or DER text, X.690. Offsets are into `source`. */
export interface Asn1 {
  readonly source: Uint8Array;
  /** Class, constructed bit and number in one octet: 0x30 is a SEQUENCE, 0xa0 a constructed [0]. */
  readonly tag: number;
  /** First octet of the value, of its content, and the octet after its content. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
  readonly children: readonly Asn1[];
}

/** Universal tags, as they stand in a first octet. */
export const tags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const;

const constructedBit = 0x20;
const none: readonly Asn1[] = [];

interface Reading {
  source: Uint8Array;
  values: number;
}

/**
 * Reads the first value, with everything in it; definite and indefinite lengths. What follows it is ignored.
 * Throws a {@link CryptoProblem} `malformed` or `too-large`, with the place.
 */
export function readAsn1(source: Uint8Array): Asn1 {
  if (source.length > limits.bytes) {
    throw new CryptoProblem('too-large', `${source.length} bytes are more than the limit of ${limits.bytes}`);
  }
  return readValue({ source, values: 0 }, 0, source.length, 0).value;
}

export function malformed(text: string, at: number): CryptoProblem {
  return new CryptoProblem('malformed', `${text} at byte ${at}`);
}

function octet(source: Uint8Array, at: number, end: number): number {
  const value = at < end ? source[at] : undefined;
  if (value === undefined) throw malformed('the data ends too early', at);
  return value;
}

function readValue(reading: Reading, at: number, end: number, depth: number): { value: Asn1; next: number } {
  const { source } = reading;
  if (depth > limits.depth)
    throw new CryptoProblem('too-large', `nested deeper than ${limits.depth} levels at byte ${at}`);
  reading.values += 1;
  if (reading.values > limits.values) {
    throw new CryptoProblem('too-large', `more than ${limits.values} values at byte ${at}`);
  }
  const tag = octet(source, at, end);
  if ((tag & 0x1f) === 0x1f) throw malformed(`an unexpected tag 0x${tag.toString(16)}`, at);
  const constructed = (tag & constructedBit) !== 0;
  const { length, start } = readLength(source, at + 1, end);
  if (length === 'indefinite') {
    if (!constructed) throw malformed('a plain value of indefinite length', at);
    const { children, next } = readUntilEnd(reading, start, end, depth);
    return { value: { source, tag, at, start, end: next - 2, children }, next };
  }
  const stop = start + length;
  if (stop > end) throw malformed(`the data ends too early: ${length} bytes announced, ${end - start} left`, at);
  const children = constructed ? readUntil(reading, start, stop, depth) : none;
  return { value: { source, tag, at, start, end: stop, children }, next: stop };
}

function readLength(source: Uint8Array, at: number, end: number): { length: number | 'indefinite'; start: number } {
  const first = octet(source, at, end);
  if (first < 0x80) return { length: first, start: at + 1 };
  if (first === 0x80) return { length: 'indefinite', start: at + 1 };
  const size = first & 0x7f;
  if (size > 4) throw malformed('an impossible length', at);
  let length = 0;
  for (let i = 1; i <= size; i += 1) length = length * 256 + octet(source, at + i, end);
  return { length, start: at + 1 + size };
}

function readUntil(reading: Reading, start: number, stop: number, depth: number): Asn1[] {
  const children: Asn1[] = [];
  for (let at = start; at < stop; ) {
    const { value, next } = readValue(reading, at, stop, depth + 1);
    children.push(value);
    at = next;
  }
  return children;
}

/** Children up to the end-of-contents octets 00 00. */
function readUntilEnd(reading: Reading, start: number, end: number, depth: number): { children: Asn1[]; next: number } {
  const children: Asn1[] = [];
  for (let at = start; ; ) {
    if (octet(reading.source, at, end) === 0 && octet(reading.source, at + 1, end) === 0) {
      return { children, next: at + 2 };
    }
    const { value, next } = readValue(reading, at, end, depth + 1);
    children.push(value);
    at = next;
  }
}

export function expectTag(value: Asn1 | undefined, tag: number, name: string): Asn1 {
  if (!value) throw malformed(`${name} is missing`, 0);
  if (value.tag !== tag) {
    throw malformed(`${name} expected, tag 0x${value.tag.toString(16).padStart(2, '0')} found`, value.at);
  }
  return value;
}

export function contentOf(value: Asn1): Uint8Array {
  return value.source.subarray(value.start, value.end);
}

/** The value as it stands, header included. */
export function rawOf(value: Asn1): Uint8Array {
  return value.source.subarray(value.at, value.end);
}

/** The octets of a string, plain or in pieces, whatever its (implicit) tag. */
export function octetsOf(value: Asn1): Uint8Array {
  if ((value.tag & constructedBit) === 0) return contentOf(value);
  const [first, ...others] = value.children.map((piece) => {
    if ((piece.tag & ~constructedBit) !== tags.octetString) throw malformed('a piece of a string expected', piece.at);
    return octetsOf(piece);
  });
  if (!first) return new Uint8Array();
  return others.length === 0 ? first : Buffer.concat([first, ...others]);
}

/** Dotted notation. */
export function oidOf(value: Asn1): string {
  const octets = contentOf(expectTag(value, tags.oid, 'an object identifier'));
  if (octets.length === 0 || octets.length > 64 || (octets.at(-1) ?? 0) >= 0x80) {
    throw malformed('an impossible object identifier', value.at);
  }
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of octets) {
    arc = arc * 128n + BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [both = 0n, ...rest] = arcs;
  const first = both < 80n ? both / 40n : 2n;
  return [first, both - first * 40n, ...rest].join('.');
}

/** Upper-case hex without leading zero octets, as certificates' serial numbers are written. */
export function integerOf(value: Asn1): string {
  return hexOf(contentOf(expectTag(value, tags.integer, 'a number'))).replace(/^(00)+(?=..)/, '');
}

/** Upper-case hex of a number or identifier. Throws a {@link CryptoProblem} where it is longer than any of those. */
export function hexOf(octets: Uint8Array): string {
  if (octets.length > limits.name) {
    throw new CryptoProblem('too-large', `a number of ${octets.length} bytes is more than the limit of ${limits.name}`);
  }
  return Buffer.from(octets).toString('hex').toUpperCase();
}
