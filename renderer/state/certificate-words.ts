import type { CertificateFacts, SecretState } from '../../preload/contract/index.ts';

interface Words {
  text: string;
  tone: 'good' | 'warning' | 'bad' | '';
}

const soon = 30 * 24 * 3600 * 1000;
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

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

export function describeKey(privateKey: SecretState): Words {
  const words: Record<SecretState, Words> = {
    kept: { text: 'Private key kept', tone: 'good' },
    'in-memory': { text: 'Private key until Patchbay is closed', tone: '' },
    unknown: { text: 'Private key missing: add it again', tone: 'warning' },
  };
  return words[privateKey];
}
