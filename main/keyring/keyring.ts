import { createPrivateKey, type KeyObject, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { KeyringItem, requests } from '../../preload/contract/index.ts';
import { type Certificate, readCertificate } from '../crypto/certificate.ts';
import type { HeldKey } from '../crypto/key-ring.ts';
import type { Opener } from '../crypto/opener.ts';
import type { Account } from '../emulators/emulator.ts';
import { Problem } from '../problem.ts';
import { type Imported, readImport } from './import.ts';
import { type KeyringFile, openKeyringFile, type Stored } from './keyring-file.ts';
import { createLens, type Lens, type LensKey } from './lens.ts';
import type { Secrets } from './secrets.ts';

/** Our identities and other people's certificates. Private keys are among the secrets, as `key/<id>`. */
export interface Keyring {
  /** What the user should know since the start. */
  readonly notice?: string;
  /** Oldest first. */
  items(): KeyringItem[];
  /** The same certificate for the same address again replaces what is kept. Throws a {@link Problem} with `fields`. */
  import(input: z.output<(typeof requests)['keyring:import']['input']>): Promise<KeyringItem>;
  remove(id: string): Promise<void>;
  lens(): Lens;
  /** Replaces what an earlier demo kept for the same addresses. */
  addDemo(keys: Account['keys']): Promise<void>;
  /** Answers with its own undo. */
  onChanged(listener: () => void): () => void;
}

export async function openKeyring(parts: { folder: string; secrets: Secrets; opener: Opener }): Promise<Keyring> {
  return new FiledKeyring(await openKeyringFile(parts.folder), parts.secrets, parts.opener);
}

const secretId = (id: string) => `key/${id}`;

class FiledKeyring implements Keyring {
  readonly notice?: string;
  readonly #file: KeyringFile;
  readonly #secrets: Secrets;
  readonly #opener: Opener;
  readonly #lens: Lens;
  readonly #listeners = new Set<() => void>();
  /** What was read of certificates, by their texts: reading them is slow, asking for items frequent. */
  readonly #certificates = new Map<string, Certificate>();
  /** Private keys that are at hand, by item. */
  readonly #keys = new Map<string, KeyObject>();
  #handedOver: Promise<void> | undefined;

  constructor(file: KeyringFile, secrets: Secrets, opener: Opener) {
    if (file.notice !== undefined) this.notice = file.notice;
    this.#file = file;
    this.#secrets = secrets;
    this.#opener = opener;
    this.#lens = createLens(
      {
        keys: () => this.#ready(),
        identity: (address) => this.items().findLast((item) => item.kind === 'identity' && item.address === address),
      },
      opener,
    );
  }

  items(): KeyringItem[] {
    return this.#file.value.items.map((item) => this.#describe(item));
  }

  lens(): Lens {
    return this.#lens;
  }

  async import({ kind, address, keep, ...texts }: Parameters<Keyring['import']>[0]): Promise<KeyringItem> {
    const imported = readImport({ kind, ...texts });
    const item = await this.#put({ kind, address, demo: false }, imported, keep);
    await this.#save([...this.#others([item.id]), item]);
    return this.#describe(item);
  }

  async remove(id: string): Promise<void> {
    if (!this.#file.value.items.some((item) => item.id === id)) {
      throw new Problem('not-found', 'This key is not in the keyring any more.');
    }
    await this.#forget([id]);
    await this.#save(this.#others([id]));
  }

  async addDemo(keys: Account['keys']): Promise<void> {
    const isReplaced = (item: Stored) =>
      item.demo && keys.some(({ kind, address }) => kind === item.kind && address === item.address);
    const before = this.#file.value.items.filter(isReplaced).map(({ id }) => id);
    // Several accounts may bring the same certificate.
    const items = new Map<string, Stored>();
    for (const { kind, address, ...texts } of keys) {
      const imported = readImport({ kind, ...texts });
      const item = await this.#put({ kind, address, demo: true }, imported, true, [...items.values()]);
      items.set(item.id, item);
    }
    await this.#forget(before.filter((id) => !items.has(id)));
    await this.#save([...this.#others([...before, ...items.keys()]), ...items.values()]);
  }

  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #others(ids: readonly string[]): Stored[] {
    return this.#file.value.items.filter(({ id }) => !ids.includes(id));
  }

  async #put(
    { kind, address, demo }: Pick<Stored, 'kind' | 'address' | 'demo'>,
    { certificate, key }: Imported,
    keep: boolean,
    pending: readonly Stored[] = [],
  ): Promise<Stored> {
    const before = [...this.#file.value.items, ...pending].find(
      (item) => item.kind === kind && item.address === address && item.certificate === certificate.pem,
    );
    const id = before?.id ?? randomUUID();
    if (key) {
      await this.#secrets.put(secretId(id), key.export({ type: 'pkcs8', format: 'pem' }).toString(), keep);
      this.#keys.set(id, key);
    }
    return { id, kind, address, certificate: certificate.pem, demo: demo && (before?.demo ?? true) };
  }

  async #forget(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      this.#keys.delete(id);
      await this.#secrets.remove(secretId(id));
    }
  }

  async #save(items: Stored[]): Promise<void> {
    this.#handedOver = undefined;
    const saved = this.#file.save({ version: 1, items });
    for (const listener of this.#listeners) listener();
    await saved;
  }

  async #ready(): Promise<readonly LensKey[]> {
    this.#handedOver ??= this.#handOver();
    await this.#handedOver;
    return this.#file.value.items
      .map((item) => ({ item: this.#describe(item), certificate: this.#certificate(item) }))
      .reverse();
  }

  /** The first use of a key opens the vault, not the start of the app: the system may ask the user about it. */
  async #handOver(): Promise<void> {
    const before = this.items();
    for (const { id } of before.filter(({ kind }) => kind === 'identity')) {
      const text = this.#keys.has(id) ? undefined : await this.#secrets.get(secretId(id));
      const key = text === undefined ? undefined : readKept(text);
      if (key) this.#keys.set(id, key);
    }
    this.#opener.hold(this.#held());
    const after = new Map(this.items().map((item) => [item.id, item.privateKey]));
    if (before.every(({ id, privateKey }) => after.get(id) === privateKey)) return;
    for (const listener of this.#listeners) listener();
  }

  #held(): HeldKey[] {
    return this.#file.value.items.flatMap((item) => {
      const key = this.#keys.get(item.id);
      const { issuer, serial, keyIdentifier } = this.#certificate(item);
      return key ? [{ id: item.id, issuer, serial, keyIdentifier, key }] : [];
    });
  }

  #certificate({ certificate: pem }: Stored): Certificate {
    const known = this.#certificates.get(pem) ?? readCertificate(pem);
    this.#certificates.set(pem, known);
    return known;
  }

  #describe(item: Stored): KeyringItem {
    const { subject, issuer, serial, fingerprint, notBefore, notAfter, algorithm } = this.#certificate(item);
    const privateKey = item.kind === 'peer' ? 'none' : (this.#secrets.state(secretId(item.id)) ?? 'unknown');
    return { ...item, subject, issuer, serial, fingerprint, notBefore, notAfter, algorithm, privateKey };
  }
}

/** A key that this runtime cannot read must not hold up the others; what it would open stays locked. */
function readKept(text: string): KeyObject | undefined {
  try {
    return createPrivateKey(text);
  } catch {
    return undefined;
  }
}
