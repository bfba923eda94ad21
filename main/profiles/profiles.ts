import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type Profile,
  type ProfileDraft,
  type ProfileId,
  profile,
  profileDraft,
  profileId,
  type TextFile,
} from '../../preload/contract/index.ts';
import { type JsonFile, openJsonFile } from '../json-file.ts';
import type { Secrets } from '../keyring/secrets.ts';
import { Problem } from '../problem.ts';
import { fieldErrors, secretFields } from '../services/form.ts';
import { findService, getService, type Memory, type Service, type Services } from '../services/service.ts';
import { readProfileFile, writeProfileFile } from './profile-file.ts';
import { ProfileSecrets } from './profile-secrets.ts';

const saved = profile.omit({ secrets: true });
type Saved = z.infer<typeof saved>;
const file = z.strictObject({
  version: z.literal(1),
  profiles: z.array(saved),
  /** They are forgotten, secrets and entries too, at the next start. */
  removed: z.array(profileId),
});
type File = JsonFile<z.infer<typeof file>>;

export interface ProfilesParts {
  folder: string;
  secrets: Secrets;
  services: Services;
  changed(): void;
  /** A profile removed in an earlier run can no longer be restored: what else is kept of it may go. */
  forget(id: ProfileId): Promise<void>;
}

/** The saved profiles, in the user's order, in `profiles.json`; their secrets lie apart, in the vault's keeping. */
export class Profiles {
  readonly notice: string | undefined;
  readonly secrets: ProfileSecrets;
  #parts: ProfilesParts;
  #json: File;
  #removed = new Map<ProfileId, { saved: Saved; index: number }>();

  static async open(parts: ProfilesParts): Promise<Profiles> {
    const json = await openJsonFile(join(parts.folder, 'profiles.json'), file, {
      version: 1,
      profiles: [],
      removed: [],
    });
    const { profiles, removed } = json.value;
    const secrets = new ProfileSecrets(parts.secrets);
    for (const id of removed) {
      await secrets.forget(id);
      await parts.forget(id);
    }
    if (removed.length > 0) await json.save({ version: 1, profiles, removed: [] });
    return new Profiles(parts, json, secrets);
  }

  private constructor(parts: ProfilesParts, json: File, secrets: ProfileSecrets) {
    this.#parts = parts;
    this.secrets = secrets;
    this.#json = json;
    this.notice = json.notice;
  }

  list(): Profile[] {
    return this.#json.value.profiles.map((saved) => this.#whole(saved));
  }

  /** Throws `not-found`. */
  get(id: ProfileId): Profile {
    const saved = this.#json.value.profiles.find((saved) => saved.id === id);
    if (!saved) throw new Problem('not-found', 'This profile does not exist any more.');
    return this.#whole(saved);
  }

  /** Throws `invalid-input` with field errors; nothing is changed then. */
  async save(id: ProfileId | null, draft: ProfileDraft, secrets: Record<string, string>): Promise<Profile> {
    this.#check(draft, secrets);
    const old = id === null ? undefined : this.get(id);
    const next: Saved = { ...draft, id: old?.id ?? randomUUID(), demo: old?.demo ?? false };
    if (old && old.keeping !== draft.keeping) await this.secrets.keepAnew(next);
    await this.secrets.keep(next, secrets);
    const { profiles } = this.#json.value;
    await this.#write(old ? profiles.map((saved) => (saved.id === id ? next : saved)) : [...profiles, next]);
    return this.#whole(next);
  }

  /** The copy stands under the original and has its secrets too. */
  async duplicate(id: ProfileId): Promise<Profile> {
    const original = this.get(id);
    const { secrets: _, ...saved } = original;
    const copy: Saved = { ...saved, id: randomUUID(), name: `${original.name} copy`.slice(0, 120), demo: false };
    await this.secrets.keep(copy, await this.secrets.of(original));
    const profiles = [...this.#json.value.profiles];
    profiles.splice(profiles.findIndex((other) => other.id === id) + 1, 0, copy);
    await this.#write(profiles);
    return this.#whole(copy);
  }

  /** Its secrets stay until the next start, so that it can be restored whole. */
  async remove(id: ProfileId): Promise<void> {
    this.get(id);
    const { profiles } = this.#json.value;
    const index = profiles.findIndex((saved) => saved.id === id);
    const saved = profiles[index];
    if (saved) this.#removed.set(id, { saved, index });
    await this.#write(profiles.filter((saved) => saved.id !== id));
  }

  async restore(id: ProfileId): Promise<Profile> {
    const removed = this.#removed.get(id);
    if (!removed) throw new Problem('not-found', 'This profile can no longer be restored.');
    this.#removed.delete(id);
    await this.#write(this.#json.value.profiles.toSpliced(removed.index, 0, removed.saved));
    return this.#whole(removed.saved);
  }

  /** Ids that are missing in `order` keep their places at the end; unknown ones are ignored. */
  async arrange(order: { id: ProfileId; folder: string }[]): Promise<void> {
    const rest = new Map(this.#json.value.profiles.map((saved) => [saved.id, saved]));
    const arranged: Saved[] = [];
    for (const { id, folder } of order) {
      const saved = rest.get(id);
      if (saved && rest.delete(id)) arranged.push({ ...saved, folder });
    }
    await this.#write([...arranged, ...rest.values()]);
  }

  export(ids: ProfileId[]): TextFile[] {
    const names = new Map<string, number>();
    return ids.map((id) => {
      const { name, text } = writeProfileFile(this.get(id));
      const times = (names.get(name) ?? 0) + 1;
      names.set(name, times);
      return { name: times === 1 ? name : name.replace(/\.json$/, `-${times}.json`), text };
    });
  }

  /** Adds what can be read; says of each other file why not. */
  async import(files: TextFile[]): Promise<{ added: Profile[]; refused: { name: string; reason: string }[] }> {
    const added: Profile[] = [];
    const refused: { name: string; reason: string }[] = [];
    for (const { name, text } of files) {
      try {
        const { patchbay: _, version: __, ...draft } = readProfileFile(text);
        added.push(await this.save(null, profileDraft.parse({ ...draft, keeping: 'ask' }), {}));
      } catch (error) {
        refused.push({ name, reason: explain(error) });
      }
    }
    return { added, refused };
  }

  /** Adds a demo's account, or brings the one of the same name up to date. Its secrets are never written. */
  async saveDemo(service: string, name: string, given: Record<string, unknown>): Promise<Profile> {
    const secretNames = secretFields(getService(this.#parts.services, service).settings);
    const settings = z
      .record(z.string(), z.json())
      .parse(Object.fromEntries(Object.entries(given).filter(([field]) => !secretNames.includes(field))));
    const { profiles } = this.#json.value;
    const old = profiles.find((saved) => saved.demo && saved.service === service && saved.name === name);
    const next: Saved = {
      service,
      name,
      folder: old?.folder ?? 'Demo',
      settings,
      keeping: 'ask',
      id: old?.id ?? randomUUID(),
      demo: true,
    };
    const secrets = Object.entries(given).filter(([field]) => secretNames.includes(field));
    await this.secrets.keep(next, Object.fromEntries(secrets.map(([field, value]) => [field, String(value)])));
    await this.#write(old ? profiles.map((saved) => (saved.id === next.id ? next : saved)) : [...profiles, next]);
    return this.#whole(next);
  }

  /** What the profile speaks; nothing for a profile that is gone. */
  serviceOf(id: ProfileId): Service | undefined {
    const saved = this.#json.value.profiles.find((saved) => saved.id === id);
    return saved && findService(this.#parts.services, saved.service);
  }

  /** Profiles that name an address somewhere in their settings. */
  naming(address: string): ProfileId[] {
    return this.#json.value.profiles.filter(({ settings }) => holds(settings, address)).map(({ id }) => id);
  }

  /** What the profile's sessions remember. Throws `not-found`. */
  memoryOf(id: ProfileId): Memory {
    return this.secrets.memory(this.get(id), () => this.#parts.changed());
  }

  #whole(saved: Saved): Profile {
    const service = findService(this.#parts.services, saved.service);
    return { ...saved, secrets: this.secrets.states(saved.id, service ? secretFields(service.settings) : []) };
  }

  /** Secret fields may be missing: they can be asked for later. */
  #check(draft: ProfileDraft, secrets: Record<string, string>): void {
    const { settings } = getService(this.#parts.services, draft.service);
    const secretNames = secretFields(settings);
    const misplaced = secretNames.find((field) => field in draft.settings);
    if (misplaced)
      throw new Problem('invalid-input', 'A secret stands among the settings.', {
        fields: { [misplaced]: 'Give this as a secret' },
      });
    const parsed = settings.safeParse({ ...draft.settings, ...given(secrets) });
    if (parsed.success) return;
    const fields = Object.entries(fieldErrors(parsed.error)).filter(
      ([path]) => !secretNames.includes(path) || path in given(secrets),
    );
    if (fields.length > 0)
      throw new Problem('invalid-input', 'Some fields need attention.', { fields: Object.fromEntries(fields) });
  }

  async #write(profiles: Saved[]): Promise<void> {
    await this.#json.save({ version: 1, profiles, removed: [...this.#removed.keys()] });
    this.#parts.changed();
  }
}

function given(secrets: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).filter(([, text]) => text !== ''));
}

/** Whether one of the texts in a JSON value is this one, spaces around it aside. */
function holds(value: z.infer<ReturnType<typeof z.json>>, text: string): boolean {
  if (typeof value === 'string') return value.trim() === text;
  return typeof value === 'object' && value !== null && Object.values(value).some((part) => holds(part, text));
}

function explain(error: unknown): string {
  if (!(error instanceof Problem)) return (error as Error).message;
  const fields = Object.entries(error.error.fields ?? {}).map(([field, text]) => `${field}: ${text}`);
  return [error.message, ...fields].join(' ');
}
