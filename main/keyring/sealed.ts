import type { Fact } from '../../preload/contract/index.ts';
import { readEnvelope } from '../crypto/cms.ts';
import { factsOf as envelopeFacts } from '../crypto/envelope-facts.ts';
import type { Opener } from '../crypto/opener.ts';
import { type Sealing, sealedFor } from '../crypto/sealing.ts';
import { aStranger } from '../crypto/stranger.ts';
import { Refusal } from '../refusal.ts';
import { factsOf, type LensKey, type LensSource } from './lens.ts';

/** What an envelope is made like. */
export interface Sealed {
  /** DER. */
  envelope: Uint8Array;
  facts: Fact[];
}

/** `flaw`: what is to be wrong with it, so that those who open it can be seen to notice. */
export type EnvelopeFlaw = 'damaged' | 'stranger';

/** As {@link Lens.seal}. */
export async function seal(
  source: LensSource,
  opener: Opener,
  content: Uint8Array,
  { addresses, sealing, flaw }: { addresses: readonly string[]; sealing: Sealing; flaw?: EnvelopeFlaw | undefined },
): Promise<Sealed> {
  const recipients = choose(await source.keys(), addresses);
  const names =
    flaw === 'stranger' ? [await aStranger()] : recipients.map(({ certificate: { pem } }) => sealedFor(pem));
  try {
    const envelope = await opener.seal(content, names, sealing, flaw === 'damaged');
    const meant = flaw === 'stranger' ? [] : recipients.flatMap((key) => factsOf('Sealed for', key));
    return { envelope, facts: [...envelopeFacts(readEnvelope(envelope)), ...meant] };
  } catch (error) {
    throw refusal(`Sealing did not work: ${(error as Error).message}.`, 'Check the certificates of its recipients.');
  }
}

/** As {@link Lens.canSeal}. */
export async function canSeal(source: LensSource, addresses: readonly string[]): Promise<boolean> {
  const keys = (await source.keys()).filter(isRsa);
  return addresses.every((address) => keys.some(({ item }) => item.address === address));
}

/** The newest certificate kept for each. Throws a Refusal that names those who have none. */
function choose(keys: readonly LensKey[], addresses: readonly string[]): LensKey[] {
  if (addresses.length === 0) throw refusal('It is to be sealed for nobody.', 'Name somebody to seal it for.');
  const wanted = [...new Set(addresses)];
  const found = wanted.map((address) => keys.find((key) => key.item.address === address && isRsa(key)));
  const missing = wanted.filter((_, index) => !found[index]);
  if (missing.length === 0) return found.filter((key) => key !== undefined);
  const kept = missing.every((address) => keys.some(({ item }) => item.address === address));
  throw kept
    ? refusal(`The certificate kept for ${missing.join(' and ')} holds no RSA key.`, 'Import one that does.')
    : refusal(`There is no certificate for ${missing.join(' and ')} in the keyring.`, 'Import it to seal for them.');
}

const isRsa = ({ certificate }: LensKey) => certificate.publicKey.asymmetricKeyType === 'rsa';

function refusal(text: string, hint: string): Refusal {
  return new Refusal({ code: 'settings', text, hint }, { retry: false });
}
