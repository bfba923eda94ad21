import { type Asn1, contentOf, expectTag, limits, oidOf, tags } from './asn1.ts';
import { CryptoProblem } from './problem.ts';

/** RFC 4519 and RFC 5280, as most tools write them. */
const names: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
};

/**
 * A Name of X.501 in the order in which it stands: `C=DE, O=Acme, CN=bob`. Escaped as in RFC 4514, and so unambiguous:
 * two names are the same exactly when their texts are, however their strings are encoded.
 * Throws a {@link CryptoProblem}.
 */
export function nameOf(value: Asn1): string {
  const size = value.end - value.at;
  if (size > limits.name) {
    throw new CryptoProblem('too-large', `a name of ${size} bytes is more than the limit of ${limits.name}`);
  }
  const parts = expectTag(value, tags.sequence, 'a name').children.map((set) =>
    expectTag(set, tags.set, 'a part of a name').children.map(attributeOf).join('+'),
  );
  return parts.join(', ');
}

function attributeOf(pair: Asn1): string {
  const [type, value] = expectTag(pair, tags.sequence, 'an attribute of a name').children;
  const oid = oidOf(expectTag(type, tags.oid, 'the type of an attribute'));
  return `${names[oid] ?? oid}=${value ? stringOf(value) : ''}`;
}

function stringOf(value: Asn1): string {
  const octets = Buffer.from(contentOf(value));
  switch (value.tag) {
    case 0x0c:
    case 0x13:
    case 0x16:
      return escapeName(octets.toString('utf8'));
    case 0x14:
      return escapeName(octets.toString('latin1'));
    case 0x1e:
      return octets.length % 2 === 0 ? escapeName(octets.swap16().toString('utf16le')) : `#${octets.toString('hex')}`;
    default:
      return `#${octets.toString('hex')}`;
  }
}

/** Control and format characters too, so that a name cannot disguise itself on the screen. */
function escapeName(text: string): string {
  return text.replace(/["+,;<=>\\]|^[ #]| $/g, '\\$&').replace(/\p{C}/gu, (character) =>
    Buffer.from(character)
      .toString('hex')
      .replace(/../g, (hex) => `\\${hex.toUpperCase()}`),
  );
}
