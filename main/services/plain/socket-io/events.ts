import type { DirectoryWriter } from '../../service.ts';

/** A server can make up names without end. */
const most = 500;

/** The names of events that came or went, in the directory. */
export class Events {
  readonly #directory: DirectoryWriter;

  constructor(directory: DirectoryWriter) {
    this.#directory = directory;
  }

  count(name: string, way: 'received' | 'sent'): void {
    const id = name.slice(0, 200);
    const known = this.#directory.get('event', id);
    if (!known && this.#directory.list('event').length >= most) return;
    const before = (label: string) => known?.counters.find((counter) => counter.label === label)?.value ?? 0;
    const counters = ['received', 'sent'].map((label) => ({ label, value: before(label) + (label === way ? 1 : 0) }));
    this.#directory.put({
      kind: 'event',
      id,
      title: id,
      badges: [],
      counters: counters.filter(({ value }) => value > 0),
      offers: [{ label: 'Emit', action: 'emit', input: { event: id }, how: 'compose' }],
    });
  }
}
