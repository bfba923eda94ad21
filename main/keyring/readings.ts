import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Input, KeyReading, KeyringItem, requests } from '../../preload/contract/index.ts';
import type { Certificate } from '../crypto/certificate.ts';
import { makeCertificate } from '../crypto/new-certificate.ts';
import { Problem } from '../problem.ts';
import { findInFile } from './find-file.ts';
import { findInText } from './find-text.ts';
import { certificateOf } from './item.ts';
import type { Keyring, NewItem, NewKey } from './keyring.ts';
import { certificateFor, chainOf, type KnownCertificate, keyHolder, type Part, privateKeyFor } from './matching.ts';
import { describe, Reading } from './reading.ts';

type Chosen = z.output<(typeof requests)['keyring:import']['input']>;

/**
 * What users gave to be imported, until they say what of it: files are read here, and what is in them stays here. One
 * interface has its own readings; the oldest makes room for a new one.
 */
export interface Readings {
  read(given: Input<'keyring:read'>): Promise<KeyReading>;
  /** Rejects with `not-found` when the reading is over; so does {@link Readings.import}. */
  unlock(given: Input<'keyring:unlock'>): Promise<KeyReading>;
  /** Takes over what was chosen, and forgets the rest. Rejects with `invalid-input` and `fields`; nothing is lost then. */
  import(chosen: Chosen): Promise<KeyringItem[]>;
  drop(reading: string): void;
  /** Forgets everything. May be called twice. */
  close(): void;
}

const limits = { readings: 4, minutes: 10 };

/** How long a certificate holds that is made for a key without one, in days. */
const madeValidity = 730;

export function createReadings(keyring: Keyring): Readings {
  const kept = new Map<string, { reading: Reading; timer: NodeJS.Timeout }>();
  let closed = false;

  function drop(id: string): void {
    clearTimeout(kept.get(id)?.timer);
    kept.delete(id);
  }

  function keep(id: string, reading: Reading): void {
    drop(id);
    if (closed) return;
    const [oldest] = kept.keys();
    if (kept.size >= limits.readings && oldest !== undefined) drop(oldest);
    kept.set(id, { reading, timer: setTimeout(() => drop(id), limits.minutes * 60_000).unref() });
  }

  function get(id: string): Reading {
    const found = kept.get(id);
    if (!found) throw new Problem('not-found', 'What was given is forgotten by now. Give it again.');
    return found.reading;
  }

  function answer(id: string, { parts, notices }: Reading): KeyReading {
    const known = knownOf(keyring);
    return { reading: id, parts: parts.map((part) => describe(part, parts, known)), notices: [...notices] };
  }

  return {
    async read({ files, text }) {
      const reading = new Reading();
      for (const { name, base64 } of files) reading.put(name, await findInFile(Buffer.from(base64, 'base64')));
      if (text.trim() !== '') reading.put('', await findInText(text));
      const id = randomUUID();
      keep(id, reading);
      return answer(id, reading);
    },
    async unlock({ reading: id, passphrases }) {
      const reading = get(id);
      await reading.unlock(new Map(Object.entries(passphrases)));
      // Meanwhile it may have been dropped.
      if (kept.has(id)) keep(id, reading);
      return answer(id, reading);
    },
    async import({ reading: id, items, keep: keepKeys }) {
      const { parts } = get(id);
      const known = knownOf(keyring);
      const chosen = await Promise.all(items.map((item, index) => choose({ item, index, parts, known, keyring })));
      const added = await keyring.add(chosen.flat(), keepKeys);
      drop(id);
      return added;
    },
    drop,
    close() {
      closed = true;
      for (const id of kept.keys()) drop(id);
    },
  };
}

function knownOf(keyring: Keyring): KnownCertificate[] {
  return keyring.items().flatMap((item) => {
    if (item.kind === 'shared') return [];
    const hasKey = item.kind === 'identity' && item.privateKey !== 'unknown';
    return [{ item: item.id, certificate: certificateOf(item.certificate), hasKey }];
  });
}

interface Choosing {
  item: Chosen['items'][number];
  index: number;
  parts: readonly Part[];
  known: readonly KnownCertificate[];
  keyring: Keyring;
}

/** What a chosen part becomes, once for each address. */
async function choose(choosing: Choosing): Promise<NewItem[]> {
  const { item, parts } = choosing;
  const material = parts.find(({ id }) => id === item.part)?.material;
  const addressed = (made: NewKey) => item.addresses.map((address): NewItem => ({ ...made, address }));
  if (item.kind === 'shared') {
    if (material?.kind !== 'shared-key') throw wrong(choosing, 'part', 'This is no shared key.');
    return addressed({ kind: 'shared', key: material.key });
  }
  if (item.kind === 'peer') {
    if (material?.kind !== 'certificate') throw wrong(choosing, 'part', 'This is no certificate.');
    const { certificate } = material;
    return addressed({ kind: 'peer', certificate, chain: above(certificate, parts) });
  }
  return addressed({ kind: 'identity', ...(await identityOf(choosing)) });
}

type Pair = Pick<Extract<NewKey, { kind: 'identity' }>, 'certificate' | 'chain' | 'key'>;

async function identityOf(choosing: Choosing): Promise<Pair> {
  const { item, parts, known, keyring } = choosing;
  const material = parts.find(({ id }) => id === item.part)?.material;
  if (material?.kind === 'certificate') {
    const { certificate } = material;
    const holder = keyHolder(certificate.publicKey, known);
    const key =
      privateKeyFor(certificate.publicKey, parts) ?? (holder === undefined ? undefined : await keyring.key(holder));
    if (!key) throw wrong(choosing, 'part', 'The private key of this certificate is not at hand. Give it, too.');
    return { certificate, chain: above(certificate, parts), key };
  }
  if (material?.kind !== 'private-key')
    throw wrong(choosing, 'part', 'This is neither a private key nor a certificate.');
  const { key } = material;
  if (item.commonName !== undefined) {
    const certificate = makeCertificate(key, { commonName: item.commonName, days: madeValidity });
    if (!certificate) throw wrong(choosing, 'commonName', 'No certificate can be made for a key of this kind.');
    return { certificate, chain: [], key };
  }
  const match = certificateFor(key, parts, known);
  if (!match) {
    throw wrong(
      choosing,
      'commonName',
      'There is no certificate for this private key. Give it, or have one made: say its name.',
    );
  }
  return { certificate: match.certificate, chain: above(match.certificate, parts), key };
}

function above(certificate: Certificate, parts: readonly Part[]): Certificate[] {
  return chainOf(certificate, parts).map((each) => each.certificate);
}

function wrong({ index }: Choosing, field: 'part' | 'commonName', text: string): Problem {
  return new Problem('invalid-input', text, { fields: { [`items.${index}.${field}`]: text } });
}
