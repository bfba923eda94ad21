import type { KeyPart, KeyReading, KeyringItem } from '../../preload/contract/index.ts';
import { base64OfBytes, sizeText } from '../parts/bytes.ts';
import type { Console } from './console.svelte.ts';
import { certificateOf, kindsOf, nameOfPart, type PartOf, type TakeablePart, takeableParts } from './key-parts.ts';
import { RequestProblem } from './request-problem.ts';
import { isWanted, type WantedKey } from './wanted-key.ts';

/** What shall become of a part. */
export interface KeyChoice {
  taken: boolean;
  kind: KeyringItem['kind'];
  addresses: string[];
  /** Name in the certificate that is made for a private key without one. */
  commonName: string;
}

/** What main takes at once. */
const mostFiles = 20;
const mostBytes = 1_000_000;

/**
 * Keys and certificates on their way into the keyring. Files are held by their handles only: what is in them is read
 * anew, whenever more is given, because a key may belong to a certificate that is given later.
 */
export class KeyImport {
  files = $state.raw<File[]>([]);
  /** What was pasted. */
  text = $state('');
  reading = $state.raw<KeyReading | null>(null);
  choices = $state<Record<string, KeyChoice>>({});
  keep: boolean = $state(false);
  busy = $state<'reading' | 'unlocking' | 'importing' | null>(null);
  /** The locked part that a passphrase is tried on. */
  trying = $state('');
  problem = $state('');
  /** Of a part's id and a field: `<part>.addresses`. */
  errors = $state.raw<Record<string, string>>({});
  readonly wanted: WantedKey | undefined;
  readonly #console: Console;
  /** By name of the locked part, which outlasts its reading. */
  readonly #passphrases = $state<Record<string, string>>({});
  #lockNames = new Map<string, string>();
  #latest = 0;

  constructor(console: Console, wanted: WantedKey | undefined) {
    this.#console = console;
    this.wanted = wanted;
    this.keep = console.vault.strength === 'keychain';
  }

  get touched(): boolean {
    return this.files.length > 0 || this.text !== '';
  }

  get parts(): KeyPart[] {
    return this.reading?.parts ?? [];
  }

  get around() {
    return { parts: this.parts, keyring: this.#console.keyring };
  }

  get takeable(): TakeablePart[] {
    return takeableParts(this.around);
  }

  get locked(): PartOf<'locked'>[] {
    return this.parts.filter((part) => part.kind === 'locked');
  }

  get taken(): TakeablePart[] {
    return this.takeable.filter((part) => this.choiceOf(part).taken);
  }

  /** Files that cannot be handed to main at all, and why. */
  get tooMuch(): { file: File; text: string }[] {
    return this.files.flatMap((file, index) => {
      const { size } = file;
      if (size > mostBytes) return { file, text: `It has ${sizeText(size)}. Keys are small: at most 1 MB is read.` };
      return index < mostFiles ? [] : { file, text: `At most ${mostFiles} files are read at once.` };
    });
  }

  choiceOf(part: TakeablePart): KeyChoice {
    return this.choices[nameOfPart(part, this.around)] ?? this.#firstChoice(part);
  }

  choose(part: TakeablePart, change: Partial<KeyChoice>): void {
    this.choices[nameOfPart(part, this.around)] = { ...this.choiceOf(part), ...change };
  }

  /** Whether a part is, or belongs to, what was asked for. */
  isWanted(part: TakeablePart): boolean {
    const certificate = certificateOf(part, this.around);
    return Boolean(this.wanted && certificate && isWanted(certificate, this.wanted));
  }

  passphraseOf(part: string): string {
    return this.#passphrases[this.#lockName(part)] ?? '';
  }

  setPassphrase(part: string, passphrase: string): void {
    this.#passphrases[this.#lockName(part)] = passphrase;
  }

  async addFiles(files: Iterable<File>): Promise<void> {
    this.files = [...this.files, ...files];
    await this.read();
  }

  async removeFile(file: File): Promise<void> {
    this.files = this.files.filter((other) => other !== file);
    await this.read();
  }

  /** Reads everything given; passphrases that were typed are tried again. */
  async read(): Promise<void> {
    this.#latest += 1;
    const mine = this.#latest;
    const before = this.reading;
    this.busy = 'reading';
    await this.#attempt(async () => {
      const reading = this.touched ? await this.#request() : null;
      if (mine !== this.#latest) return void (reading && this.#drop(reading));
      if (before) this.#drop(before);
      this.reading = reading;
      this.#nameLocks();
      const typed = this.locked.flatMap(({ id }) => (this.passphraseOf(id) === '' ? [] : [id]));
      if (typed.length > 0) await this.#unlock(typed);
    });
    if (mine === this.#latest) this.busy = null;
  }

  /** Tries the passphrase typed for a part; an empty one too. */
  async unlock(part: string): Promise<void> {
    this.busy = 'unlocking';
    this.trying = part;
    await this.#attempt(() => this.#unlock([part]));
    this.busy = null;
    this.trying = '';
  }

  /** Takes over what is chosen. Answers the items, or null: then `problem` and `errors` say what is wrong. */
  async import(): Promise<KeyringItem[] | null> {
    const { reading, taken, keep } = this;
    if (!reading || taken.length === 0) {
      this.problem = 'Choose what to import.';
      return null;
    }
    let items: KeyringItem[] | null = null;
    this.busy = 'importing';
    await this.#attempt(async () => {
      const chosen = taken.map((part) => this.#chosen(part));
      ({ items } = await this.#console.request('keyring:import', { reading: reading.reading, items: chosen, keep }));
      this.reading = null;
    });
    this.busy = null;
    return items;
  }

  /** Makes main forget what was given. */
  close(): void {
    this.#latest += 1;
    if (this.reading) this.#drop(this.reading);
    this.reading = null;
  }

  #chosen(part: TakeablePart) {
    const { kind, addresses, commonName } = this.choiceOf(part);
    const given = addresses.map((address) => address.trim()).filter((address) => address !== '');
    const needsName = part.kind === 'private-key' && part.certificate === null;
    return { part: part.id, kind, addresses: given, ...(needsName && { commonName }) };
  }

  async #request(): Promise<KeyReading> {
    const refused = new Set(this.tooMuch.map(({ file }) => file));
    const files = this.files.filter((file) => !refused.has(file));
    const given = files.map(async (file) => ({
      name: file.name.slice(-255),
      base64: base64OfBytes(new Uint8Array(await file.arrayBuffer())),
    }));
    return this.#console.request('keyring:read', { files: await Promise.all(given), text: this.text });
  }

  async #unlock(parts: string[]): Promise<void> {
    if (!this.reading) return;
    const passphrases = Object.fromEntries(parts.map((id) => [id, this.passphraseOf(id)]));
    const { reading } = this.reading;
    const unlocked = await this.#console.request('keyring:unlock', { reading, passphrases });
    if (this.reading?.reading === reading) this.reading = unlocked;
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.problem = '';
    this.errors = {};
    try {
      await work();
    } catch (caught) {
      if (!(caught instanceof RequestProblem)) throw caught;
      if (caught.code === 'not-found' && this.reading) return await this.#readAgain();
      this.problem = caught.message;
      this.errors = Object.fromEntries(
        Object.entries(caught.fields).map(([path, text]) => [this.#fieldOf(path), text]),
      );
    }
  }

  /** Main forgets a reading after a while. */
  async #readAgain(): Promise<void> {
    this.reading = null;
    await this.read();
    if (this.problem === '') this.problem = 'This had waited for long, and was read again. Please try once more.';
  }

  /** `items.2.addresses.0` is about the third of what is taken. */
  #fieldOf(path: string): string {
    const [, index, field] = /^items\.(\d+)\.(\w+)/.exec(path) ?? [];
    const part = this.taken[Number(index)];
    return part && field ? `${part.id}.${field}` : path;
  }

  #firstChoice(part: TakeablePart): KeyChoice {
    const [kind] = kindsOf(part);
    return { taken: true, kind, addresses: this.#likelyAddresses(part), commonName: '' };
  }

  #likelyAddresses(part: TakeablePart): string[] {
    const print = part.kind === 'shared-key' ? part.fingerprint : certificateOf(part, this.around)?.fingerprint;
    const known = this.#console.keyring.filter(({ fingerprint }) => fingerprint === print);
    if (known.length > 0) return [...new Set(known.map(({ address }) => address))];
    const rivals = this.takeable.filter((other) => kindsOf(other)[0] === kindsOf(part)[0]);
    return this.wanted && (this.isWanted(part) || rivals.length === 1) ? this.wanted.addresses : [];
  }

  #drop({ reading }: KeyReading): void {
    // It forgets by itself later where this does not arrive.
    this.#console.request('keyring:drop', { reading }).catch(() => {});
  }

  #nameLocks(): void {
    const counts = new Map<string, number>();
    this.#lockNames = new Map(
      this.locked.map(({ id, source }) => {
        const count = (counts.get(source) ?? 0) + 1;
        counts.set(source, count);
        return [id, `${count} ${source}`];
      }),
    );
  }

  #lockName(part: string): string {
    return this.#lockNames.get(part) ?? part;
  }
}
