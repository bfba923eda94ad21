import { Exporter } from './export/exporter.ts';
import { Housekeeping } from './housekeeping.ts';
import { importFile } from './import/importer.ts';
import { locate } from './locate.ts';
import { SoundStore } from './sound-store.ts';
import { Source } from './source.ts';
import { Watchers } from './watchers.ts';
import type { Asked, Change, Desk, FromWorker } from './worker-protocol.ts';
import { type Batch, WriteQueue } from './write-queue.ts';

/** Entries deleted before other work gets its turn. */
const deleteStride = 1000;

/** What the worker does, apart from being a thread. */
export class WorkerDesk implements Desk {
  readonly #store: SoundStore;
  readonly #watchers: Watchers;
  readonly #queue: WriteQueue;
  readonly #housekeeping: Housekeeping;
  readonly #exporter: Exporter;
  readonly #post: (message: FromWorker) => void;

  /** Throws when no journal can be opened at all. */
  constructor(folder: string, post: (message: FromWorker) => void) {
    this.#post = post;
    this.#store = new SoundStore(folder, (notice) => {
      post({ what: 'troubled', notice });
      this.#watchers.renew();
    });
    const last = this.#store.use((store) => store.last());
    const source = new Source(this.#store);
    this.#watchers = new Watchers(source, last, post);
    this.#exporter = new Exporter(this.#store, source, post);
    this.#queue = new WriteQueue(this.#store, post, (changes) => this.#announce(changes));
    this.#housekeeping = new Housekeeping(this.#store, (ids) => this.#delete(ids));
  }

  get last(): number {
    return this.#watchers.last;
  }

  get notices(): string[] {
    return this.#store.notices;
  }

  take(batch: Batch): void {
    this.#queue.push(batch);
  }

  watch({ view, ...question }: Asked<'watch'>) {
    return this.#watchers.watch(view, question);
  }

  stopScan({ view }: Asked<'stopScan'>) {
    this.#watchers.stopScan(view);
  }

  suggest({ profiles, field, text }: Asked<'suggest'>) {
    return this.#store.use((store) => store.suggest(profiles, field, text));
  }

  unwatch({ view }: Asked<'unwatch'>) {
    this.#watchers.unwatch(view);
  }

  page({ view, offset, limit }: Asked<'page'>) {
    return this.#watchers.page(view, offset, limit);
  }

  locate({ view: name, place }: Asked<'locate'>) {
    const view = this.#watchers.get(name);
    if (!view) return { index: 0, id: null, exact: false };
    this.#watchers.settle(name);
    return this.#store.use((store) => locate(view, place, store));
  }

  entry({ id, limit }: Asked<'entry'>) {
    return this.#store.use((store) => store.entry(id, limit));
  }

  args({ id }: Asked<'args'>) {
    return this.#store.use((store) => store.args(id));
  }

  retryVerdicts() {
    const ids = this.#store.use((store) => store.retryVerdicts());
    this.#watchers.advance(0, ids);
    return ids;
  }

  bookmark({ id, bookmark }: Asked<'bookmark'>) {
    const done = this.#store.use((store) => store.bookmark(id, bookmark));
    if (done) this.#watchers.advance(0, [id]);
    return done;
  }

  async delete({ view: name, from, to }: Asked<'delete'>) {
    const view = this.#watchers.get(name);
    const rows = view?.rows.slice(view.rows.seek(from), view.rows.seek(to + 1)) ?? [];
    let count = 0;
    for (const part of partsOf(rows)) {
      const ids = view?.question.fold ? part.flatMap((id) => this.#store.use((store) => store.members(id))) : part;
      for (const some of partsOf(ids)) {
        count += this.#delete(some);
        await new Promise(setImmediate);
      }
    }
    return { count };
  }

  async clear({ profile }: Asked<'clear'>) {
    const { last } = this;
    const oldest = () => this.#store.use((store) => store.oldest(profile, last, deleteStride));
    for (let ids = oldest(); ids.length > 0; ids = oldest()) {
      this.#delete(ids);
      await new Promise(setImmediate);
    }
  }

  retain(retentions: Asked<'retain'>) {
    return this.#housekeeping.retain(retentions);
  }

  usage() {
    return this.#store.use((store) => store.usage());
  }

  async compact() {
    while (this.#store.use((store) => store.compactSlice())) await new Promise(setImmediate);
  }

  export({ order, path }: Asked<'export'>) {
    return this.#exporter.write(order, path, this.last);
  }

  previewExport(order: Asked<'previewExport'>) {
    return this.#exporter.preview(order, this.last);
  }

  stopExport({ id }: Asked<'stopExport'>) {
    this.#exporter.stop(id);
  }

  async import(file: Asked<'import'>) {
    const imported = await importFile(this.#store, file, this.#post);
    this.#watchers.advance(
      this.#store.use((store) => store.last()),
      [],
    );
    return imported;
  }

  flush() {
    this.#queue.writeAll();
  }

  close() {
    this.#housekeeping.close();
    this.#queue.close();
    this.#watchers.close();
    this.#store.close();
  }

  /** The one way that entries leave the journal. Answers how many did. */
  #delete(ids: readonly number[]): number {
    const gone = this.#store.use((store) => store.delete(ids));
    this.#watchers.forget(gone);
    return gone.ids.length;
  }

  #announce(changes: readonly Change[]): void {
    const last = changes.findLast(({ what }) => what === 'entry')?.id ?? 0;
    const revised = changes.filter(({ what }) => what === 'revision').map(({ id }) => id);
    this.#watchers.advance(last, revised);
  }
}

function* partsOf(ids: readonly number[]): Generator<readonly number[]> {
  for (let start = 0; start < ids.length; start += deleteStride) yield ids.slice(start, start + deleteStride);
}
