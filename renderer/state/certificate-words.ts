import type {
  CertificateFacts,
  KeyringItem,
  KeyWarning,
  SecretState,
  VaultState,
} from '../../preload/contract/index.ts';

export interface Words {
  text: string;
  tone: 'good' | 'warning' | 'bad' | '';
}

const soon = 30 * 24 * 3600 * 1000;
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

export const kindWords: Record<KeyringItem['kind'], string> = {
  identity: 'Identity',
  peer: 'Peer',
  shared: 'Shared key',
};

/** Whether a certificate holds at `now`, in milliseconds since 1970. */
export function validityOf(
  { notBefore, notAfter }: Pick<CertificateFacts, 'notBefore' | 'notAfter'>,
  now: number,
): Words {
  if (now > notAfter) return { text: `Expired ${date.format(notAfter)}`, tone: 'bad' };
  if (now < notBefore) return { text: `Not valid before ${date.format(notBefore)}`, tone: 'warning' };
  if (notAfter - now < soon) return { text: `Expires ${date.format(notAfter)}`, tone: 'warning' };
  return { text: `Valid until ${date.format(notAfter)}`, tone: '' };
}

/** What is weak about a certificate, for badges. What its dates come to is said by {@link validityOf}. */
export function weaknessesOf(warnings: readonly KeyWarning[]): (Words & { sentence: string })[] {
  const words: Partial<Record<KeyWarning['code'], string>> = {
    'weak-key': 'Weak key',
    'weak-signature': 'Weak signature',
  };
  return warnings.flatMap(({ code, text: sentence }) => {
    const text = words[code];
    return text ? [{ text, tone: 'warning' as const, sentence }] : [];
  });
}

/** Where the secret part of an item is; nothing for a peer, who keeps it. */
export function keyStateOf(item: KeyringItem): Words | undefined {
  const words: Record<SecretState, Words> = {
    kept: { text: 'Key kept', tone: 'good' },
    'in-memory': { text: 'Key in memory', tone: '' },
    unknown: { text: 'Key missing', tone: 'bad' },
  };
  if (item.kind === 'peer') return undefined;
  return words[item.kind === 'identity' ? item.privateKey : item.key];
}

/** From when to when, in the words of the user's language. */
export function spanOf({ notBefore, notAfter }: Pick<CertificateFacts, 'notBefore' | 'notAfter'>): string {
  return `${date.format(notBefore)} – ${date.format(notAfter)}`;
}

/** The switch that says whether a key is written to disk. */
export function keepWords({ strength, notice }: VaultState): { label: string; help: string } {
  if (strength === 'none') {
    return {
      label: 'Keep the key',
      help: notice ?? 'Keys cannot be kept on this machine: it is forgotten on closing.',
    };
  }
  const label = strength === 'keychain' ? 'Keep the key in the keychain' : 'Keep the key obscured on this machine';
  return { label, help: `${notice ? `${notice} ` : ''}Otherwise it is forgotten when Patchbay is closed.` };
}
