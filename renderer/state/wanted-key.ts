import type { EntryRow, KeyPart, KeyringItem, Recipient } from '../../preload/contract/index.ts';

/** What is missing in the keyring, as far as that is known. */
export interface WantedKey {
  what: 'private-key' | 'certificate';
  /** Whose it should be; may be empty. */
  addresses: string[];
  /** The certificates one of which it belongs to; may be empty. */
  recipients: Recipient[];
}

/** What an entry needs to be opened, or to have its signature checked. Undefined where it needs nothing. */
export function wantedByEntry({ opened, signature, from, to }: EntryRow): WantedKey | undefined {
  if (opened.state === 'locked') return { what: 'private-key', addresses: to ? [to] : [], recipients: opened.needs };
  if (signature.state === 'signer-unknown')
    return { what: 'certificate', addresses: from ? [from] : [], recipients: [] };
  return undefined;
}

/** The key that an item of the keyring has lost. */
export function wantedByItem(item: KeyringItem): WantedKey {
  const recipients = item.kind === 'shared' ? [] : [{ issuer: item.issuer, serial: item.serial }];
  return { what: 'private-key', addresses: [item.address], recipients };
}

/** Whether a certificate is one of those that something is wanted for. */
export function isWanted(certificate: Pick<KeyPart & { kind: 'certificate' }, 'issuer' | 'serial'>, wanted: WantedKey) {
  return wanted.recipients.some(
    ({ issuer, serial }) => serial !== '' && serial === certificate.serial && issuer === certificate.issuer,
  );
}
