import type { Fact } from '../../preload/contract/index.ts';
import { nameOfOid } from './algorithm.ts';
import type { Envelope } from './cms.ts';
import { describeName, type EnvelopeRecipient } from './envelope-recipient.ts';
import { describeKeyTransport, keyTransportOf } from './key-transport.ts';

const shown = 20;

/** What can be said of an envelope without opening it: kind, algorithms, recipients, size, and what is weak about it. */
export function factsOf({ kind, algorithm, recipients, sealed, contentType }: Envelope): Fact[] {
  const cipher = nameOfOid(algorithm.oid);
  const more = recipients.length - shown;
  return [
    { name: 'Envelope', value: contentType === 'data' ? kind : `${kind} around ${contentType}` },
    { name: 'Content encryption', value: cipher },
    ...recipients.slice(0, shown).map((recipient) => ({ name: 'Recipient', value: describeRecipient(recipient) })),
    ...(more > 0 ? [{ name: 'Recipients', value: `${more} more` }] : []),
    { name: 'Sealed size', value: `${sealed.length} bytes` },
    ...warningsOf(kind, cipher).map((value) => ({ name: 'Warning', value })),
  ];
}

function warningsOf(kind: Envelope['kind'], cipher: string): string[] {
  return [
    ...(kind === 'EnvelopedData'
      ? ['The envelope has no integrity: only a signature shows that nothing was changed.']
      : []),
    ...(cipher === '3DES-CBC' ? ['3DES is weak.'] : []),
  ];
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
