import { join } from 'node:path';
import { z } from 'zod';
import type { SecretState } from '../../preload/contract/index.ts';
import { openJsonFile } from '../json-file.ts';
import type { Vault } from './vault.ts';

/** `null`: given once, and not to be kept. */
const kept = z.strictObject({ backend: z.string(), sealed: z.string() });
const schema = z.strictObject({ version: z.literal(1), secrets: z.record(z.string(), kept.nullable()) });

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
  /** Forgets the secret of this id and those of all ids under it: `profile/<id>` with `profile/<id>/password`. */
  remove(id: string): Promise<void>;
}

const words = {
  notKept: 'It was not to be kept, and must be given again after a restart.',
  unsealable: 'It could not be sealed on this machine, and is held only until Patchbay ends.',
  unreadable: 'What is kept of it cannot be read any more, and must be given again.',
};

export async function openSecrets({ folder, vault }: { folder: string; vault: Vault }): Promise<Secrets> {
  const file = await openJsonFile(join(folder, 'secrets.json'), schema, { version: 1, secrets: {} });
  const memory = new Map<string, string>();
  /** Ids whose blob could not be opened, or which could not be sealed, in this run. */
  const troubled = new Map<string, string>();
  const { backend } = vault.state;

  const write = (id: string, blob: z.infer<typeof kept> | null) =>
    file.save({ version: 1, secrets: { ...file.value.secrets, [id]: blob } });

  const put = async (id: string, text: string, keep: boolean) => {
    memory.set(id, text);
    troubled.delete(id);
    const sealed = keep && vault.state.strength !== 'none' ? await vault.seal(text).catch(() => undefined) : undefined;
    if (memory.get(id) !== text) return;
    if (keep && sealed === undefined) troubled.set(id, words.unsealable);
    await write(id, sealed === undefined ? null : { backend, sealed });
    if (sealed !== undefined) memory.delete(id);
  };

  /** Where that fails the old blob stays, and still opens. */
  const sealAnew = async (id: string, text: string) => {
    try {
      await write(id, { backend, sealed: await vault.seal(text) });
    } catch {}
  };

  const notices = [...(file.notice ? [file.notice] : []), ...changedBackends(file.value, backend)];
  return {
    ...(notices.length > 0 ? { notice: notices.join(' ') } : {}),
    async get(id) {
      const blob = file.value.secrets[id];
      if (memory.has(id) || !blob) return memory.get(id);
      try {
        const { text, renew } = await vault.open(blob.sealed);
        troubled.delete(id);
        if (renew || blob.backend !== backend) await sealAnew(id, text);
        return text;
      } catch {
        troubled.set(id, words.unreadable);
        return undefined;
      }
    },
    put,
    state(id) {
      if (memory.has(id)) return 'in-memory';
      const blob = file.value.secrets[id];
      if (blob === undefined) return undefined;
      return blob && blob.backend === backend && !troubled.has(id) ? 'kept' : 'unknown';
    },
    why(id) {
      const blob = file.value.secrets[id];
      if (blob === null && !troubled.has(id)) return words.notKept;
      if (blob && blob.backend !== backend && !memory.has(id)) return sealedElsewhere(blob.backend);
      return troubled.get(id);
    },
    async remove(path) {
      const under = path.endsWith('/') ? path : `${path}/`;
      const goes = (id: string) => id === path || id.startsWith(under);
      for (const id of memory.keys()) if (goes(id)) memory.delete(id);
      const all = Object.entries(file.value.secrets);
      const others = all.filter(([id]) => !goes(id));
      if (others.length < all.length) await file.save({ version: 1, secrets: Object.fromEntries(others) });
    },
  };
}

function sealedElsewhere(backend: string): string {
  return `It was sealed by "${backend}", which is not in use now. It is left as it is; give it again, or bring "${backend}" back.`;
}

function changedBackends({ secrets }: z.infer<typeof schema>, backend: string): string[] {
  const foreign = Object.values(secrets).flatMap((blob) => (blob && blob.backend !== backend ? [blob.backend] : []));
  return [...new Set(foreign)].map((name) => {
    const count = foreign.filter((other) => other === name).length;
    const what = count === 1 ? 'One secret was' : `${count} secrets were`;
    return `${what} sealed by "${name}", and "${backend}" is in use now. They are left as they are and asked for again where needed.`;
  });
}
