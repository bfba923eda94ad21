import type { Profile, ProfileDraft } from '../../preload/contract/index.ts';
import { type FormValue, missingIn, startingValues, withoutBlanks } from '../parts/form-values.ts';
import type { Console } from './console.svelte.ts';
import { RequestProblem } from './request-problem.ts';

/** A profile while it is edited: a copy, so that what arrives from main meanwhile does not overwrite what is typed. */
export class ProfileEdit {
  draft: ProfileDraft = $state(emptyDraft);
  /** Secrets typed in now, by field. An empty one says nothing. */
  secrets = $state<Record<string, string>>({});
  /** Problems by field path of the form. */
  errors = $state.raw<Record<string, string>>({});
  problem = $state('');
  busy = $state(false);
  readonly #console: Console;
  readonly #profile: Profile | null;
  #untouched: string;

  /** `profile`: null for a new one, which then stands in `folder`. */
  constructor(console: Console, profile: Profile | null, folder: string) {
    this.#console = console;
    this.#profile = profile;
    const only = console.services.length === 1 ? console.services[0] : undefined;
    this.draft = profile ? copyOf(profile) : this.#newDraft(only?.id ?? '', '', folder);
    this.#untouched = this.#written();
  }

  get service() {
    return this.#console.service(this.draft.service);
  }

  get touched(): boolean {
    return this.#written() !== this.#untouched;
  }

  get typedSecrets(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.secrets).filter(([, secret]) => secret !== ''));
  }

  choose(service: string): void {
    this.draft = this.#newDraft(service, this.draft.name, this.draft.folder);
    this.#untouched = this.#written();
  }

  /** Answers the saved profile, or null when something is wrong with it: then `problem` and `errors` say what. */
  async save(): Promise<Profile | null> {
    this.busy = true;
    const id = this.#profile?.id ?? null;
    const saved = await this.attempt(() =>
      this.#console.request('profile:save', { id, draft: this.draft, secrets: this.typedSecrets }),
    );
    this.busy = false;
    return saved;
  }

  /** Does something with the draft; what main finds wrong with it is shown at its fields. */
  async attempt<Value>(work: () => Promise<Value>): Promise<Value | null> {
    this.problem = '';
    this.errors = {};
    this.draft.settings = withoutBlanks(this.service?.settings ?? [], this.draft.settings as FormValue);
    try {
      return await work();
    } catch (caught) {
      if (!(caught instanceof RequestProblem)) throw caught;
      this.problem = caught.message;
      const found = Object.entries(caught.fields).map(([path, text]) => [path.replace(nesting, ''), text] as const);
      // Main stops at the first part that is wrong: what is missing elsewhere is said at once too.
      const missing = found.length > 0 ? missingIn(this.service?.settings ?? [], this.draft.settings as FormValue) : {};
      this.errors = { ...missing, ...Object.fromEntries(found) };
      return null;
    }
  }

  #newDraft(service: string, name: string, folder: string): ProfileDraft {
    const settings = startingValues(this.#console.service(service)?.settings ?? []);
    return { service, name, folder, settings, keeping: this.#console.vault.strength === 'keychain' ? 'keep' : 'ask' };
  }

  #written(): string {
    return JSON.stringify([this.draft, this.secrets]);
  }
}

/** Where main finds the fields of the form within its input. */
const nesting = /^(draft\.)?(settings\.|secrets\.)?/;

const emptyDraft: ProfileDraft = { service: '', name: '', folder: '', settings: {}, keeping: 'ask' };

function copyOf({ service, name, folder, settings, keeping }: Profile): ProfileDraft {
  return { service, name, folder, settings: { ...settings }, keeping };
}
