import type { Fact } from '../../preload/contract/index.ts';
import { type Algorithm, nameOfOid } from './algorithm.ts';
import { octetsOf, tags } from './asn1.ts';
import type { Envelope } from './cms.ts';
import { describeName, type EnvelopeRecipient } from './envelope-recipient.ts';
import { describeKeyTransport, keyTransportOf } from './key-transport.ts';

const shown = 20;

/** What can be said of an envelope without opening it: kind, algorithms, recipients, size, and what is weak about it. */
export function factsOf(envelope: Envelope): Fact[] {
  const { kind, algorithm, recipients, sealed, contentType } = envelope;
  const cipher = nameOfOid(algorithm.oid);
  const more = recipients.length - shown;
  return [
    { name: 'Envelope', value: contentType === 'data' ? kind : `${kind} around ${contentType}` },
    { name: 'Content encryption', value: cipher },
    ...recipients.slice(0, shown).map((recipient) => ({ name: 'Recipient', value: describeRecipient(recipient) })),
    ...(more > 0 ? [{ name: 'Recipients', value: `${more} more` }] : []),
    { name: 'Sealed size', value: `${sealed.length} bytes` },
    ...warningsOf(envelope).map((value) => ({ name: 'Warning', value })),
  ];
}

function warningsOf({ kind, algorithm, recipients }: Envelope): string[] {
  const bits = recipients.flatMap((recipient) =>
    recipient.kind === 'key-transport' ? [recipient.sealedKey.length * 8] : [],
  );
  const shortest = Math.min(...bits);
  return [
    ...(kind === 'EnvelopedData'
      ? ['The envelope has no integrity: only a signature shows that nothing was changed.']
      : []),
    ...(nameOfOid(algorithm.oid) === '3DES-CBC' ? ['3DES is weak.'] : []),
    ...(hasFixedIv(algorithm) ? ['Its initial vector is not random: equal contents may look equal.'] : []),
    ...(shortest < 2048 ? [`The key is sealed with RSA of ${shortest} bits, which is weak.`] : []),
  ];
}

/** The same octet throughout, as where somebody left it at zero. */
function hasFixedIv({ parameters }: Algorithm): boolean {
  if (parameters?.tag !== tags.octetString) return false;
  const iv = octetsOf(parameters);
  return iv.length > 0 && iv.every((octet) => octet === iv[0]);
}

function describeRecipient(recipient: EnvelopeRecipient): string {
  switch (recipient.kind) {
    case 'key-transport':
      return `${describeName(recipient.name)}, key sealed with ${transportName(recipient)}`;
    case 'key-agreement':
      return `${recipient.names.map(describeName).join('; ') || 'unnamed'}, by key agreement`;
    case 'shared-key':
      return 'whoever has a shared key';
    case 'password':
      return 'whoever has a password';
    case 'other':
      return 'of an unknown kind';
  }
}

function transportName({ algorithm }: EnvelopeRecipient & { kind: 'key-transport' }): string {
  try {
    return describeKeyTransport(keyTransportOf(algorithm));
  } catch {
    return nameOfOid(algorithm.oid);
  }
}
