import type { ExportAsked, ExportPreview } from '../../../preload/contract/index.ts';
import { IdList } from '../id-list.ts';
import { redactEntry } from '../redaction/entry.ts';
import { Redaction, textOf } from '../redaction/redaction.ts';
import type { SoundStore } from '../sound-store.ts';
import type { Source } from '../source.ts';
import { Turn } from '../turn.ts';
import { View } from '../view.ts';
import type { FromWorker } from '../worker-protocol.ts';
import { type ExportedProfile, type Format, formats } from './format.ts';
import { PartFile } from './part-file.ts';
import type { WholeEntry } from './whole-entry.ts';

/** Entries that a preview looks at. */
const sample = 2000;
/** Characters of the file that a preview shows. */
const shown = 6000;
/** How long others wait for their turn, and how often progress is told, in milliseconds. */
const wait = 10;
const toldEvery = 100;

export interface ExportOrder extends ExportAsked {
  /** Version of the app. */
  app: string;
  /** Those asked for. */
  known: ExportedProfile[];
  /** Of these profiles: they never go. */
  secrets: string[];
}

/** What is written together, ascending: a part of some rows. */
interface Group {
  rows: IdList;
  from: number;
  to: number;
}

/** Writes entries to files, a little at a time, so that the journal goes on meanwhile. */
export class Exporter {
  readonly #store: SoundStore;
  readonly #source: Source;
  readonly #post: (message: FromWorker) => void;
  readonly #running = new Set<string>();

  constructor(store: SoundStore, source: Source, post: (message: FromWorker) => void) {
    this.#store = store;
    this.#source = source;
    this.#post = post;
  }

  /** Answers how many entries were written; null when it was stopped. Nothing is left of a file that is not whole. */
  async write(order: ExportOrder, path: string, last: number): Promise<number | null> {
    this.#running.add(order.id);
    const file = new PartFile(path);
    try {
      const total = await this.#writeTo(file, order, last);
      if (total === null) return null;
      file.finish();
      return total;
    } finally {
      file.discard();
      this.#running.delete(order.id);
    }
  }

  stop(id: string): void {
    this.#running.delete(id);
  }

  /** Of entries spread evenly. */
  async preview(order: ExportOrder, last: number): Promise<ExportPreview> {
    this.#running.add(order.id);
    const groups = (await this.#collect(order, last)) ?? [];
    this.#running.delete(order.id);
    const entries = countOf(groups);
    const stride = Math.max(1, entries / sample);
    const redaction = redactionOf(order);
    const found = { looked: 0, sealed: 0, opaque: 0 };
    let beginning = '';
    const looking = this.#textOf(order, groups, stride, redaction, (entry) => {
      found.looked += 1;
      if (entry.row.opened.state !== 'plain') found.sealed += 1;
      if (entry.binaries.some(({ bytes }) => textOf(bytes) === undefined)) found.opaque += 1;
    });
    const turn = new Turn(wait);
    for (const text of looking) {
      if (beginning.length < shown) beginning += text.slice(0, shown);
      if (turn.over) await turn.pass();
    }
    return { entries, ...found, findings: redaction?.findings ?? [], beginning: beginning.slice(0, shown) };
  }

  async #writeTo(file: PartFile, order: ExportOrder, last: number): Promise<number | null> {
    const { id } = order;
    const groups = await this.#collect(order, last);
    if (!groups) return null;
    const total = countOf(groups);
    let done = 0;
    let told = 0;
    const turn = new Turn(wait);
    for (const text of this.#textOf(order, groups, 1, redactionOf(order), () => (done += 1))) {
      file.write(text);
      if (!turn.over) continue;
      const now = performance.now();
      if (now > told + toldEvery) {
        this.#post({ what: 'exported', event: { id, done, total } });
        told = now;
      }
      await turn.pass();
      if (!this.#running.has(id)) return null;
    }
    return total;
  }

  /** `stride`: of so many entries one. */
  *#textOf(
    order: ExportOrder,
    groups: readonly Group[],
    stride: number,
    redaction: Redaction | undefined,
    look: (entry: WholeEntry) => void,
  ): Generator<string> {
    const format = formats[order.format]();
    const profiles = order.known.map((profile) => ({
      ...profile,
      name: redaction?.text(profile.name) ?? profile.name,
    }));
    const byId = new Map(profiles.map((profile) => [profile.id, profile]));
    yield format.head({ app: order.app, redacted: order.redact, profiles, total: countOf(groups) });
    for (const group of groups) {
      let count = 0;
      for (const id of idsOf(group, stride)) {
        const whole = this.#store.use((store) => store.whole(id));
        const profile = whole && byId.get(whole.row.profile);
        if (!profile) continue;
        look(whole);
        const entry = redaction ? redactEntry(whole, redaction) : whole;
        if (count++ === 0) yield format.byProfile?.begin(profile, entry) ?? '';
        yield format.entry(entry, profile);
      }
      if (count > 0) yield format.byProfile?.end() ?? '';
    }
    yield format.foot();
  }

  /** Nothing when it was stopped. */
  async #collect(order: ExportOrder, last: number): Promise<Group[] | undefined> {
    const byProfile: Format['byProfile'] = formats[order.format]().byProfile;
    const wanted = byProfile ? order.known.map((profile) => [profile.id]) : [order.profiles];
    const groups: Group[] = [];
    for (const profiles of wanted) {
      const group = await this.#find(order, profiles, last);
      if (!group) return undefined;
      groups.push(group);
    }
    return groups;
  }

  async #find(
    { id, filter, fold, from, to, known }: ExportOrder,
    profiles: string[],
    last: number,
  ): Promise<Group | undefined> {
    const names = new Map(known.map((profile) => [profile.id, profile.name]));
    const view = new View(this.#source.partsOf({ profiles, filter, fold, rules: [], names }, last));
    while (view.scanning) {
      view.step();
      await new Promise(setImmediate);
      if (!this.#running.has(id)) return undefined;
    }
    if (view.scan?.problem) throw new Error(view.scan.problem);
    const { rows } = view;
    const found = { rows, from: from === null ? 0 : rows.seek(from), to: to === null ? rows.count : rows.seek(to + 1) };
    return fold ? this.#unfold(id, found) : found;
  }

  /** Nothing when it was stopped. */
  async #unfold(id: string, heads: Group): Promise<Group | undefined> {
    const rows = new IdList();
    const turn = new Turn(wait);
    for (const head of idsOf(heads)) {
      rows.add(this.#store.use((store) => store.members(head)));
      if (turn.over) await turn.pass();
      if (!this.#running.has(id)) return undefined;
    }
    return { rows, from: 0, to: rows.count };
  }
}

function redactionOf({ secrets, redact }: ExportOrder): Redaction | undefined {
  return redact || secrets.length > 0 ? new Redaction(secrets, redact) : undefined;
}

function countOf(groups: readonly Group[]): number {
  return groups.reduce((sum, { from, to }) => sum + to - from, 0);
}

function* idsOf({ rows, from, to }: Group, stride = 1): Generator<number> {
  for (let at = from; at < to; at += stride) {
    const id = rows.at(Math.floor(at));
    if (id !== undefined) yield id;
  }
}
