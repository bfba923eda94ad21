import { join } from 'node:path';
import { z } from 'zod';
import type { SecretState } from '../../preload/contract/index.ts';
import { type JsonFile, openJsonFile } from '../json-file.ts';
import type { Vault } from './vault.ts';

const kept = z.strictObject({ backend: z.string(), sealed: z.string() });
/** `null`: given once, and not to be kept. */
const schema = z.strictObject({ version: z.literal(1), secrets: z.record(z.string(), kept.nullable()) });
type Kept = z.infer<typeof kept>;
type Content = z.infer<typeof schema>;

/** All secrets of the app, by ids such as `profile/<id>/password` and `key/<id>`. */
export interface Secrets {
  /** What the user should know since the start: a damaged file set aside, a keychain that changed. */
  readonly notice?: string;
  /** `undefined` when it must be asked for; {@link Secrets.why} then says why. Never rejects. */
  get(id: string): Promise<string | undefined>;
  /**
   * With `keep`, sealed and on disk when it resolves; otherwise, or when the vault cannot seal, in memory only: see
   * {@link Secrets.state}. Rejects when the disk refuses.
   */
  put(id: string, text: string, keep: boolean): Promise<void>;
  /** `undefined` for what was never given. */
  state(id: string): SecretState | undefined;
  /** Why a secret is not kept or not at hand, for people. */
  why(id: string): string | undefined;
  /** Ids under this one of what was ever given: `profile/<id>/password` of `profile/<id>`. */
  under(id: string): string[];
  /** Forgets the secret of this id and those of all ids under it: `profile/<id>` with `profile/<id>/password`. */
  remove(id: string): Promise<void>;
}

const words = {
  notKept: 'It was not to be kept, and must be given again after a restart.',
  unsealable: 'It could not be sealed on this machine, and is held only until Patchbay ends.',
  unreadable: 'What is kept of it cannot be read any more, and must be given again.',
};

export async function openSecrets({ folder, vault }: { folder: string; vault: Vault }): Promise<Secrets> {
  return new FiledSecrets(
    await openJsonFile<Content>(join(folder, 'secrets.json'), schema, { version: 1, secrets: {} }),
    vault,
  );
}

class FiledSecrets implements Secrets {
  readonly notice?: string;
  readonly #file: JsonFile<Content>;
  readonly #vault: Vault;
  readonly #memory = new Map<string, string>();
  /** Ids whose blob could not be opened, or which could not be sealed, in this run; and the words for it. */
  readonly #troubled = new Map<string, string>();

  constructor(file: JsonFile<Content>, vault: Vault) {
    this.#file = file;
    this.#vault = vault;
    const notices = [...(file.notice ? [file.notice] : []), ...changedBackends(file.value, vault.state.backend)];
    if (notices.length > 0) this.notice = notices.join(' ');
  }

  async get(id: string): Promise<string | undefined> {
    const blob = this.#blob(id);
    if (this.#memory.has(id) || !blob) return this.#memory.get(id);
    try {
      const { text, renew } = await this.#vault.open(blob.sealed);
      this.#troubled.delete(id);
      if (renew || this.#isForeign(blob)) await this.#sealAnew(id, text, blob);
      return text;
    } catch {
      this.#troubled.set(id, words.unreadable);
      return undefined;
    }
  }

  async put(id: string, text: string, keep: boolean): Promise<void> {
    this.#memory.set(id, text);
    this.#troubled.delete(id);
    const { strength, backend } = this.#vault.state;
    const sealed = keep && strength !== 'none' ? await this.#vault.seal(text).catch(() => undefined) : undefined;
    // Meanwhile it was given anew, or forgotten.
    if (this.#memory.get(id) !== text) return;
    if (keep && sealed === undefined) this.#troubled.set(id, words.unsealable);
    await this.#write(id, sealed === undefined ? null : { backend, sealed });
    if (sealed !== undefined) this.#memory.delete(id);
  }

  state(id: string): SecretState | undefined {
    if (this.#memory.has(id)) return 'in-memory';
    const blob = this.#blob(id);
    if (blob === undefined) return undefined;
    return blob && !this.#isForeign(blob) && !this.#troubled.has(id) ? 'kept' : 'unknown';
  }

  why(id: string): string | undefined {
    const blob = this.#blob(id);
    if (blob === null && !this.#troubled.has(id)) return words.notKept;
    if (blob && this.#isForeign(blob) && !this.#memory.has(id)) return sealedElsewhere(blob.backend);
    return this.#troubled.get(id);
  }

  under(path: string): string[] {
    const ids = new Set([...this.#memory.keys(), ...Object.keys(this.#file.value.secrets)]);
    return [...ids].filter((id) => id.startsWith(`${path}/`));
  }

  async remove(path: string): Promise<void> {
    const under = path.endsWith('/') ? path : `${path}/`;
    const goes = (id: string) => id === path || id.startsWith(under);
    for (const id of this.#memory.keys()) if (goes(id)) this.#memory.delete(id);
    const all = Object.entries(this.#file.value.secrets);
    const others = all.filter(([id]) => !goes(id));
    if (others.length < all.length) await this.#file.save({ version: 1, secrets: Object.fromEntries(others) });
  }

  #blob(id: string): Kept | null | undefined {
    return this.#file.value.secrets[id];
  }

  #isForeign({ backend }: Kept): boolean {
    return backend !== this.#vault.state.backend;
  }

  /** Where that fails the old blob stays, and still opens. */
  async #sealAnew(id: string, text: string, old: Kept): Promise<void> {
    try {
      const sealed = await this.#vault.seal(text);
      // Otherwise it was given anew meanwhile, or forgotten.
      if (this.#blob(id) === old) await this.#write(id, { backend: this.#vault.state.backend, sealed });
    } catch {}
  }

  #write(id: string, blob: Kept | null): Promise<void> {
    return this.#file.save({ version: 1, secrets: { ...this.#file.value.secrets, [id]: blob } });
  }
}

function sealedElsewhere(backend: string): string {
  return `It was sealed by "${backend}", which is not in use now. It is left as it is; give it again, or bring "${backend}" back.`;
}

function changedBackends({ secrets }: Content, backend: string): string[] {
  const foreign = Object.values(secrets).flatMap((blob) => (blob && blob.backend !== backend ? [blob.backend] : []));
  return [...new Set(foreign)].map((name) => {
    const count = foreign.filter((other) => other === name).length;
    const what = count === 1 ? 'One secret was' : `${count} secrets were`;
    return `${what} sealed by "${name}", and "${backend}" is in use now. They are left as they are and asked for again where needed.`;
  });
}
