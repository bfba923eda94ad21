import type { Profile, ProfileId, SecretState } from '../../preload/contract/index.ts';
import type { Secrets } from '../keyring/secrets.ts';
import type { Memory } from '../services/service.ts';

/** The secret fields of profiles, apart from their settings: `profile/<id>/<field>` among all secrets. */
export class ProfileSecrets {
  #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /** Remembers secrets as the profile says. An empty text forgets one. */
  async keep({ id, keeping }: Pick<Profile, 'id' | 'keeping'>, texts: Record<string, string>): Promise<void> {
    for (const [field, text] of Object.entries(texts)) {
      if (text === '') await this.#secrets.remove(secretId(id, field));
      else await this.#secrets.put(secretId(id, field), text, keeping === 'keep');
    }
  }

  /** Keeps all that is at hand as the profile says now: what was given, and what its sessions remember. */
  async keepAnew({ id, keeping }: Pick<Profile, 'id' | 'keeping'>): Promise<void> {
    for (const secret of this.#secrets.under(`profile/${id}`)) {
      const text = await this.#secrets.get(secret);
      if (text !== undefined) await this.#secrets.put(secret, text, keeping === 'keep');
    }
  }

  /** Those that are at hand, by field. Those that must be asked for are absent. */
  async of({ id, secrets }: Profile): Promise<Record<string, string>> {
    const found = Object.keys(secrets).map(async (field) => {
      const text = await this.#secrets.get(secretId(id, field));
      return text === undefined ? [] : [[field, text] as const];
    });
    return Object.fromEntries((await Promise.all(found)).flat());
  }

  /** The texts of everything that is at hand: what was given, and what its sessions remember. */
  async all(id: ProfileId): Promise<string[]> {
    const found = await Promise.all(this.#secrets.under(`profile/${id}`).map((secret) => this.#secrets.get(secret)));
    return found.filter((text) => text !== undefined);
  }

  /** For the profile's sessions; `changed` after a text was kept or removed. */
  memory({ id, keeping }: Pick<Profile, 'id' | 'keeping'>, changed: () => void): Memory {
    return {
      get: (name) => this.#secrets.get(secretId(id, name)),
      put: async (name, text) => {
        await this.#secrets.put(secretId(id, name), text, keeping === 'keep');
        changed();
      },
      remove: async (name) => {
        await this.#secrets.remove(secretId(id, name));
        changed();
      },
    };
  }

  /** Of those fields that have been given a value. */
  states(id: ProfileId, fields: readonly string[]): Record<string, SecretState> {
    const states = fields.flatMap((field) => {
      const state = this.#secrets.state(secretId(id, field));
      return state ? [[field, state] as const] : [];
    });
    return Object.fromEntries(states);
  }

  /** All of a profile. */
  forget(id: ProfileId): Promise<void> {
    return this.#secrets.remove(`profile/${id}`);
  }
}

function secretId(id: ProfileId, field: string): string {
  return `profile/${id}/${field}`;
}
