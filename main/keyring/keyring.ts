import { createPrivateKey, createSecretKey, type KeyObject, randomUUID } from 'node:crypto';
import type { IdentityItem, KeyringItem } from '../../preload/contract/index.ts';
import { type Certificate, readCertificate } from '../crypto/certificate.ts';
import type { HeldKey } from '../crypto/key-ring.ts';
import type { Opener } from '../crypto/opener.ts';
import type { Account } from '../emulators/emulator.ts';
import { Problem } from '../problem.ts';
import { certificateOf, describeItem } from './item.ts';
import { isReadable, type KeyringFile, openKeyringFile, type Stored } from './keyring-file.ts';
import { createLens, type Lens, type LensKey } from './lens.ts';
import type { Secrets } from './secrets.ts';
import { bitsOf, fingerprintOf } from './shared-key.ts';

/** A key or certificate, read and checked; certificate and private key belong together. */
export type NewKey =
  | { kind: 'identity'; certificate: Certificate; chain: readonly Certificate[]; key: KeyObject }
  | { kind: 'peer'; certificate: Certificate; chain: readonly Certificate[] }
  | { kind: 'shared'; key: KeyObject };

/** What can be added. */
export type NewItem = NewKey & { address: string };

/**
 * Our identities, other people's certificates and the keys that groups share. Private and shared keys are among the
 * secrets, as `key/<id>`.
 */
export interface Keyring {
  /** What the user should know since the start. */
  readonly notice?: string;
  /** Oldest first. */
  items(): KeyringItem[];
  /** Throws a {@link Problem} `not-found`. */
  get(id: string): KeyringItem;
  /**
   * The same certificate or key for the same address again takes the place of what is kept. `keep`: whether keys may
   * be written, sealed. Answers with the items in their order.
   */
  add(items: readonly NewItem[], keep: boolean): Promise<KeyringItem[]>;
  remove(id: string): Promise<void>;
  /** A private or shared key, as long as it is at hand. It must not leave main. */
  key(id: string): Promise<KeyObject | undefined>;
  lens(): Lens;
  /** Replaces what an earlier demo kept for the same addresses. */
  addDemo(keys: Account['keys']): Promise<void>;
  /** Answers with its own undo. */
  onChanged(listener: () => void): () => void;
}

interface KeyringParts {
  folder: string;
  secrets: Secrets;
  opener: Opener;
  /** Ids of the profiles whose settings name an address. */
  usedBy(address: string): string[];
}

export async function openKeyring(parts: KeyringParts): Promise<Keyring> {
  return new FiledKeyring(await openKeyringFile(parts.folder), parts);
}

const secretId = (id: string) => `key/${id}`;

class FiledKeyring implements Keyring {
  readonly notice?: string;
  readonly #file: KeyringFile;
  /** Items that are kept as they are, for a runtime that can read them. */
  readonly #unreadable: ReadonlySet<string>;
  readonly #parts: KeyringParts;
  readonly #lens: Lens;
  readonly #listeners = new Set<() => void>();
  /** Private and shared keys that are at hand, by item. */
  readonly #keys = new Map<string, KeyObject>();
  #handedOver: Promise<void> | undefined;

  constructor(file: KeyringFile, parts: KeyringParts) {
    this.#file = file;
    this.#unreadable = new Set(file.value.items.filter((item) => !isReadable(item)).map(({ id }) => id));
    const notice = file.notice ?? unreadableNotice(this.#unreadable.size);
    if (notice !== undefined) this.notice = notice;
    this.#parts = parts;
    this.#lens = createLens(
      {
        keys: () => this.#ready(),
        identity: (address) =>
          this.items().findLast((item) => isIdentity(item) && item.address === address) as IdentityItem | undefined,
        sharedKeys: (address) => this.#sharedKeys(address),
      },
      parts.opener,
    );
  }

  items(): KeyringItem[] {
    return this.#items.map((item) => this.#describe(item));
  }

  get(id: string): KeyringItem {
    return this.#describe(this.#stored(id));
  }

  lens(): Lens {
    return this.#lens;
  }

  async add(items: readonly NewItem[], keep: boolean): Promise<KeyringItem[]> {
    const added = await this.#put(items, { keep, demo: false });
    await this.#save([...this.#others(added.map(({ id }) => id)), ...added]);
    return added.map((item) => this.#describe(item));
  }

  async remove(id: string): Promise<void> {
    this.#stored(id);
    await this.#forget([id]);
    await this.#save(this.#others([id]));
  }

  async key(id: string): Promise<KeyObject | undefined> {
    const stored = this.#stored(id);
    return this.#keys.get(id) ?? this.#recall(stored);
  }

  async addDemo(keys: Account['keys']): Promise<void> {
    const isReplaced = (item: Stored) =>
      item.demo && keys.some(({ kind, address }) => kind === item.kind && address === item.address);
    const before = this.#items.filter(isReplaced).map(({ id }) => id);
    const added = await this.#put(keys.map(demoItem), { keep: true, demo: true });
    const after = added.map(({ id }) => id);
    await this.#forget(before.filter((id) => !after.includes(id)));
    await this.#save([...this.#others([...before, ...after]), ...added]);
  }

  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #stored(id: string): Stored {
    const stored = this.#items.find((item) => item.id === id);
    if (!stored) throw new Problem('not-found', 'This key is not in the keyring any more.');
    return stored;
  }

  get #items(): Stored[] {
    return this.#file.value.items.filter(({ id }) => !this.#unreadable.has(id));
  }

  /** Unreadable ones too. */
  #others(ids: readonly string[]): Stored[] {
    return this.#file.value.items.filter(({ id }) => !ids.includes(id));
  }

  /** Keys go to the secrets first: an item is never written whose key was not. */
  async #put(items: readonly NewItem[], { keep, demo }: { keep: boolean; demo: boolean }): Promise<Stored[]> {
    // The same may be given several times.
    const put = new Map<string, Stored>();
    for (const item of items) {
      const before = [...this.#items, ...put.values()].find((stored) => isSame(stored, item));
      const id = before?.id ?? randomUUID();
      if (item.kind !== 'peer') {
        await this.#parts.secrets.put(secretId(id), textOf(item.key), keep);
        this.#keys.set(id, item.key);
      }
      put.set(id, toStore(item, { id, demo: demo && (before?.demo ?? true) }));
    }
    return [...put.values()];
  }

  async #forget(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      this.#keys.delete(id);
      await this.#parts.secrets.remove(secretId(id));
    }
  }

  async #save(items: Stored[]): Promise<void> {
    this.#handedOver = undefined;
    const saved = this.#file.save({ version: 2, items });
    for (const listener of this.#listeners) listener();
    await saved;
  }

  async #ready(): Promise<readonly LensKey[]> {
    this.#handedOver ??= this.#handOver();
    await this.#handedOver;
    return this.#items
      .flatMap((stored) => {
        const item = this.#describe(stored);
        return item.kind === 'shared' ? [] : [{ item, certificate: certificateOf(item.certificate) }];
      })
      .reverse();
  }

  /** The first use of a key opens the vault, not the start of the app: the system may ask the user about it. */
  async #handOver(): Promise<void> {
    const state = () => JSON.stringify(this.#items.map(({ id }) => this.#parts.secrets.state(secretId(id))));
    const before = state();
    for (const item of this.#items) if (item.kind === 'identity') await this.#recall(item);
    this.#parts.opener.hold(this.#held());
    if (state() === before) return;
    for (const listener of this.#listeners) listener();
  }

  async #recall({ id, kind }: Stored): Promise<KeyObject | undefined> {
    if (kind === 'peer') return undefined;
    const text = this.#keys.has(id) ? undefined : await this.#parts.secrets.get(secretId(id));
    const key = text === undefined ? undefined : readKept(kind, text);
    if (key) this.#keys.set(id, key);
    return this.#keys.get(id);
  }

  async #sharedKeys(address: string): Promise<KeyObject[]> {
    const shared = this.#items.filter((item) => item.kind === 'shared' && item.address === address);
    const keys = await Promise.all(shared.map((item) => this.#recall(item)));
    return keys.filter((key) => key !== undefined).reverse();
  }

  #held(): HeldKey[] {
    return this.#items.flatMap((item) => {
      const key = this.#keys.get(item.id);
      if (!key || item.kind === 'shared') return [];
      const { issuer, serial, keyIdentifier } = certificateOf(item.certificate);
      return [{ id: item.id, issuer, serial, keyIdentifier, key }];
    });
  }

  #describe(stored: Stored): KeyringItem {
    const key = this.#parts.secrets.state(secretId(stored.id));
    return describeItem(stored, { key, usedBy: this.#parts.usedBy(stored.address) });
  }
}

function unreadableNotice(count: number): string | undefined {
  if (count === 0) return undefined;
  const what = count === 1 ? 'One item of the keyring cannot' : `${count} items of the keyring cannot`;
  return `${what} be read here: damaged, or of a kind that this runtime does not know. They are left as they are.`;
}

const isIdentity = (item: KeyringItem): item is IdentityItem => item.kind === 'identity';

function demoItem({ kind, address, certificate: text, privateKey }: Account['keys'][number]): NewItem {
  const certificate = readCertificate(text);
  if (kind === 'peer') return { kind, address, certificate, chain: [] };
  return { kind, address, certificate, chain: [], key: createPrivateKey(privateKey ?? '') };
}

function isSame(stored: Stored, item: NewItem): boolean {
  if (stored.kind !== item.kind || stored.address !== item.address) return false;
  if (item.kind === 'shared') return stored.kind === 'shared' && stored.fingerprint === fingerprintOf(item.key);
  return stored.kind !== 'shared' && stored.certificate === item.certificate.pem;
}

function toStore(item: NewItem, { id, demo }: Pick<Stored, 'id' | 'demo'>): Stored {
  const { address } = item;
  if (item.kind === 'shared') {
    const fingerprint = fingerprintOf(item.key);
    return { id, address, demo, kind: 'shared', bits: bitsOf(item.key), fingerprint };
  }
  const { kind, certificate, chain } = item;
  return { id, address, demo, kind, certificate: certificate.pem, chain: chain.map(({ pem }) => pem) };
}

function textOf(key: KeyObject): string {
  return key.type === 'secret'
    ? key.export().toString('base64')
    : key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** A key that this runtime cannot read must not hold up the others; what it would open stays locked. */
function readKept(kind: 'identity' | 'shared', text: string): KeyObject | undefined {
  try {
    return kind === 'shared' ? createSecretKey(text, 'base64') : createPrivateKey(text);
  } catch {
    return undefined;
  }
}
