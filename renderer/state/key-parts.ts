import type { CertificateFacts, KeyPart, KeyringItem } from '../../preload/contract/index.ts';

export type PartOf<Kind extends KeyPart['kind']> = Extract<KeyPart, { kind: Kind }>;
export type TakeablePart = PartOf<'certificate' | 'private-key' | 'shared-key'>;

/** What found parts are matched with. */
export interface Surroundings {
  parts: readonly KeyPart[];
  keyring: readonly KeyringItem[];
}

/**
 * The parts that can be imported on their own. A certificate goes with its private key, and one that vouches for another
 * goes with that; what was given twice stands here once.
 */
export function takeableParts(around: Surroundings): TakeablePart[] {
  const along = new Set(around.parts.flatMap(alongWith));
  const found = new Map<string, TakeablePart>();
  for (const part of around.parts) {
    if (part.kind === 'locked' || part.kind === 'refused' || along.has(part.id)) continue;
    const name = nameOfPart(part, around);
    if (!found.has(name)) found.set(name, part);
  }
  return [...found.values()];
}

function alongWith(part: KeyPart): string[] {
  if (part.kind === 'certificate') return part.chain;
  return part.kind === 'private-key' && part.certificate?.from === 'reading' ? [part.certificate.part] : [];
}

/** The certificate that a part is, or is imported with. */
export function certificateOf(part: TakeablePart, { parts, keyring }: Surroundings): CertificateFacts | undefined {
  if (part.kind !== 'private-key') return part.kind === 'certificate' ? part : undefined;
  const { certificate } = part;
  if (certificate?.from === 'reading') {
    return parts.find((other): other is PartOf<'certificate'> => other.id === certificate.part);
  }
  const item = keyring.find(({ id }) => id === certificate?.item);
  return item?.kind === 'shared' ? undefined : item;
}

/** The same for the same key or certificate when everything is read again. */
export function nameOfPart(part: TakeablePart, around: Surroundings): string {
  if (part.kind === 'private-key') return `key ${certificateOf(part, around)?.fingerprint ?? part.id}`;
  return `${part.kind} ${part.fingerprint}`;
}

/** What a part can become, the likeliest first. */
export function kindsOf(part: TakeablePart): [KeyringItem['kind'], ...KeyringItem['kind'][]] {
  if (part.kind === 'private-key') return ['identity'];
  if (part.kind === 'shared-key') return ['shared'];
  return part.privateKey === 'none' ? ['peer'] : ['identity', 'peer'];
}
