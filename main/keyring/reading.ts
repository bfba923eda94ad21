import { createPublicKey } from 'node:crypto';
import type { KeyPart } from '../../preload/contract/index.ts';
import { type Certificate, describeKey } from '../crypto/certificate.ts';
import { CryptoProblem } from '../crypto/problem.ts';
import { factsOf, warningsOf } from './item.ts';
import {
  certificateFor,
  chainOf,
  isSameKey,
  type KnownCertificate,
  keyHolder,
  type Part,
  privateKeyFor,
} from './matching.ts';
import { type Found, type Locked, type Material, refusal } from './material.ts';
import { bitsOf, fingerprintOf } from './shared-key.ts';

/** Parts beyond this are not taken. */
const partLimit = 200;

/** What was given in one go, and what was found in it so far. It holds secrets: only {@link describe} may leave main. */
export class Reading {
  #parts: Part[] = [];
  #notices = new Set<string>();
  #last = 0;

  get parts(): readonly Part[] {
    return this.#parts;
  }

  get notices(): readonly string[] {
    return [...this.#notices];
  }

  put(source: string, found: Found): void {
    this.#parts.push(...this.#take(source, found));
    this.#bound();
  }

  /** Tries passphrases on the locked parts they are meant for; what opens is replaced by what was in it. */
  async unlock(passphrases: ReadonlyMap<string, string>): Promise<void> {
    const parts = await Promise.all(
      this.#parts.map(async (part) => {
        const passphrase = passphrases.get(part.id);
        const { material } = part;
        if (passphrase === undefined || material.kind !== 'locked') return [part];
        const found = await open(material, passphrase);
        return found ? this.#take(part.source, found) : [{ ...part, tried: true }];
      }),
    );
    this.#parts = parts.flat();
    this.#bound();
  }

  #take(source: string, { materials, notices }: Found): Part[] {
    for (const notice of notices) this.#notices.add(source === '' ? notice : `${source}: ${notice}`);
    // Twice as many, since some of them may be the same.
    return materials.slice(0, 2 * partLimit).map((material) => {
      this.#last += 1;
      return { id: `part-${this.#last}`, source, tried: false, material };
    });
  }

  /** The same certificate or key is shown once, however often it was given. */
  #bound(): void {
    const parts = this.#parts.filter(
      ({ material }, index) => !this.#parts.slice(0, index).some((before) => isSame(before.material, material)),
    );
    this.#parts = parts.slice(0, partLimit);
    if (parts.length > partLimit) {
      this.#notices.add(`More than ${partLimit} keys and certificates were given. The others are left out.`);
    }
  }
}

/** Nothing where the passphrase does not open it. */
async function open(locked: Locked, passphrase: string): Promise<Found | undefined> {
  try {
    return await locked.open(passphrase);
  } catch (error) {
    if (error instanceof CryptoProblem && error.fault === 'broken') return undefined;
    return { materials: [refusal(error, locked.what === 'container' ? 'file' : 'private key')], notices: [] };
  }
}

function isSame(one: Material, other: Material): boolean {
  if (one.kind === 'certificate') {
    return other.kind === 'certificate' && one.certificate.fingerprint === other.certificate.fingerprint;
  }
  if (one.kind === 'shared-key') return other.kind === 'shared-key' && one.key.equals(other.key);
  if (one.kind !== 'private-key' || other.kind !== 'private-key') return false;
  return isSameKey(createPublicKey(one.key), createPublicKey(other.key));
}

/** What the interface is told. */
export function describe(part: Part, parts: readonly Part[], known: readonly KnownCertificate[]): KeyPart {
  const { id, source, material } = part;
  const every = { id, source, name: material.name };
  switch (material.kind) {
    case 'certificate': {
      const { certificate } = material;
      const chain = chainOf(certificate, parts).map((above) => above.id);
      const facts = { ...factsOf(certificate), warnings: warningsOf(certificate, Date.now()), chain };
      return { ...every, kind: 'certificate', ...facts, privateKey: whereIsKey(certificate, parts, known) };
    }
    case 'private-key': {
      const { key, encrypted } = material;
      const match = certificateFor(key, parts, known);
      const certificate =
        match &&
        (match.from === 'reading' ? { from: match.from, part: match.part } : { from: match.from, item: match.item });
      return {
        ...every,
        kind: 'private-key',
        algorithm: describeKey(key),
        encrypted,
        certificate: certificate ?? null,
      };
    }
    case 'shared-key':
      return { ...every, kind: 'shared-key', bits: bitsOf(material.key), fingerprint: fingerprintOf(material.key) };
    case 'locked': {
      const { what, encryption } = material;
      return { ...every, kind: 'locked', what, encryption, tried: part.tried, text: lockedText(part, what) };
    }
    case 'refused': {
      const { reason, text, hint } = material;
      return { ...every, kind: 'refused', reason, text, hint };
    }
  }
}

function lockedText({ tried }: Part, what: Locked['what']): string {
  if (tried && what === 'container') return 'The passphrase does not open it, or the file was changed.';
  if (tried) return 'The passphrase does not open it.';
  return what === 'container'
    ? 'This file needs its passphrase.'
    : 'This private key is encrypted: its passphrase is needed.';
}

function whereIsKey(
  { publicKey }: Certificate,
  parts: readonly Part[],
  known: readonly KnownCertificate[],
): 'reading' | 'keyring' | 'none' {
  if (privateKeyFor(publicKey, parts)) return 'reading';
  return keyHolder(publicKey, known) ? 'keyring' : 'none';
}
