import type { Fact, Recipient } from '../../preload/contract/index.ts';

/** What names a recipient: issuer and serial number of its certificate, or the identifier of its key. */
export function recipientFacts({ issuer, serial, keyIdentifier }: Recipient): Fact[] {
  return [
    ...(issuer ? [{ name: 'Issuer', value: issuer }] : []),
    ...(serial ? [{ name: 'Serial number', value: serial }] : []),
    ...(keyIdentifier ? [{ name: 'Key identifier', value: keyIdentifier }] : []),
  ];
}
