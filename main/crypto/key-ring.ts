import type { KeyObject } from 'node:crypto';
import type { Fact } from '../../preload/contract/index.ts';
import { type Certificate, isNamed } from './certificate.ts';
import { type Envelope, openEnvelope, readEnvelope } from './cms.ts';
import { factsOf } from './envelope-facts.ts';
import type { EnvelopeRecipient, RecipientName } from './envelope-recipient.ts';
import { CryptoProblem, explain } from './problem.ts';
import { signSha256 } from './rsa.ts';

/** A private key, and what its certificate is called in envelopes. */
export interface HeldKey extends Pick<Certificate, 'issuer' | 'serial' | 'keyIdentifier'> {
  readonly id: string;
  readonly key: KeyObject;
}

/** What opening came to. `by`: id of the key. */
export type Unsealing =
  | { state: 'opened'; by: string; content: Uint8Array; facts: Fact[] }
  | { state: 'locked'; needs: RecipientName[]; facts: Fact[] }
  | { state: 'broken'; reason: string; facts: Fact[] };

type Transport = EnvelopeRecipient & { kind: 'key-transport' };

/** Opens an envelope with whichever of the keys one of its recipients names; no key is tried that is not named. */
export function unseal(input: string | Uint8Array, keys: readonly HeldKey[]): Unsealing {
  let facts: Fact[] = [];
  try {
    const envelope = readEnvelope(input);
    facts = factsOf(envelope);
    const ours = match(envelope, keys);
    if (!ours) return unmatched(envelope, keys, facts);
    const content = openEnvelope(envelope, ours.recipient, ours.held.key);
    const size = { name: 'Opened size', value: `${content.length} bytes` };
    return { state: 'opened', by: ours.held.id, content, facts: [...facts, size] };
  } catch (error) {
    return { state: 'broken', reason: explain(error, 'envelope'), facts };
  }
}

function match(envelope: Envelope, keys: readonly HeldKey[]): { recipient: Transport; held: HeldKey } | undefined {
  for (const recipient of envelope.recipients) {
    if (recipient.kind !== 'key-transport') continue;
    const held = keys.find((key) => isNamed(key, recipient.name));
    if (held) return { recipient, held };
  }
  return undefined;
}

function unmatched({ recipients }: Envelope, keys: readonly HeldKey[], facts: Fact[]): Unsealing {
  const agreed = recipients.flatMap((recipient) => (recipient.kind === 'key-agreement' ? recipient.names : []));
  if (agreed.some((name) => keys.some((key) => isNamed(key, name)))) {
    const reason = 'It is sealed for one of our keys by key agreement (ECDH), which cannot be opened here.';
    return { state: 'broken', reason, facts };
  }
  const needs = recipients.flatMap((recipient) => (recipient.kind === 'key-transport' ? [recipient.name] : []));
  if (needs.length + agreed.length > 0) return { state: 'locked', needs: needs.length > 0 ? needs : agreed, facts };
  const kinds = new Set(recipients.map(({ kind }) => foreign[kind]));
  const reason = `It is sealed only for ${[...kinds].join(', ') || 'nobody'}, which cannot be opened here.`;
  return { state: 'broken', reason, facts };
}

const foreign: Record<EnvelopeRecipient['kind'], string> = {
  'key-transport': 'a certificate',
  'key-agreement': 'a key agreement without names',
  'shared-key': 'a shared key',
  password: 'a password',
  other: 'a recipient of an unknown kind',
};

/** Signs with one of the keys. Throws a {@link CryptoProblem} when there is none of that id, or it is not RSA. */
export function signWith(keys: readonly HeldKey[], id: string, content: Uint8Array): Uint8Array {
  const held = keys.find((key) => key.id === id);
  if (held?.key.asymmetricKeyType !== 'rsa') throw new CryptoProblem('unsupported', 'there is no RSA key to sign with');
  return signSha256(content, held.key);
}
