import { type Algorithm, algorithmOf } from './algorithm.ts';
import { type Asn1, contentOf, expectTag, hexOf, integerOf, limits, octetsOf, tags } from './asn1.ts';
import { fieldsOf } from './asn1-fields.ts';
import { nameOf } from './distinguished-name.ts';

/** How an envelope names the certificate it is sealed for. The key identifier is upper-case hex. */
export type RecipientName =
  | { by: 'issuer'; issuer: string; serial: string }
  | { by: 'key-identifier'; keyIdentifier: string };

/** One of those an envelope is sealed for, RFC 5652 6.2. Only `key-transport` can be opened. */
export type EnvelopeRecipient =
  | { kind: 'key-transport'; name: RecipientName; algorithm: Algorithm; sealedKey: Uint8Array }
  | { kind: 'key-agreement'; names: RecipientName[] }
  | { kind: 'shared-key' }
  | { kind: 'password' }
  | { kind: 'other' };

/** Foreign kinds are read leniently: they must not keep us from a recipient that is ours. */
export function recipientOf(value: Asn1): EnvelopeRecipient {
  switch (value.tag) {
    case tags.sequence:
      return keyTransportRecipient(value);
    case 0xa1:
      return { kind: 'key-agreement', names: agreementNames(value) };
    case 0xa2:
      return { kind: 'shared-key' };
    case 0xa3:
      return { kind: 'password' };
    default:
      return { kind: 'other' };
  }
}

function keyTransportRecipient(value: Asn1): EnvelopeRecipient {
  const fields = fieldsOf(value, tags.sequence, 'a recipient');
  fields.required(tags.integer, 'version');
  const name = nameOfRecipient(fields.any('name'));
  const algorithm = algorithmOf(fields.any('algorithm'));
  return { kind: 'key-transport', name, algorithm, sealedKey: octetsOf(fields.required(tags.octetString, 'key')) };
}

/** RecipientIdentifier, and SignerIdentifier, which is the same: RFC 5652 5.3. */
export function nameOfRecipient(value: Asn1): RecipientName {
  if (value.tag === 0x80) {
    return { by: 'key-identifier', keyIdentifier: hexOf(contentOf(value)) };
  }
  const fields = fieldsOf(value, tags.sequence, "a recipient's name");
  return {
    by: 'issuer',
    issuer: nameOf(fields.any('issuer')),
    serial: integerOf(fields.any('serial number')),
  };
}

/** KeyAgreeRecipientInfo ends with the sequence of those who can agree: RFC 5652 6.2.2. */
function agreementNames(value: Asn1): RecipientName[] {
  try {
    const { children } = expectTag(value.children.at(-1), tags.sequence, 'recipients');
    return children.slice(0, limits.recipients).map((recipient) => {
      const [name] = recipient.children;
      // RecipientKeyIdentifier is a [0] around the identifier.
      if (name?.tag === 0xa0) return nameOfKeyIdentifier(name);
      return nameOfRecipient(expectTag(name, tags.sequence, 'a name'));
    });
  } catch {
    return [];
  }
}

function nameOfKeyIdentifier(value: Asn1): RecipientName {
  const identifier = octetsOf(expectTag(value.children[0], tags.octetString, 'a key identifier'));
  return { by: 'key-identifier', keyIdentifier: hexOf(identifier) };
}

export function describeName(name: RecipientName): string {
  return name.by === 'issuer' ? `issuer ${name.issuer}, serial ${name.serial}` : `key identifier ${name.keyIdentifier}`;
}
