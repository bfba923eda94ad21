import type { Archive } from '../../preload/contract/index.ts';
import { base64OfBytes } from '../parts/bytes.ts';
import { countText } from '../parts/count-text.ts';
import type { Console } from './console.svelte.ts';
import { RequestProblem } from './request-problem.ts';
import type { Tiles } from './tiles.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';

/** Bytes that go over at once. */
const slice = 1_000_000;

/** A log file on its way; `done` of its bytes have come, or been read. */
export interface Opening {
  name: string;
  step: 'coming' | 'reading';
  done: number;
  size: number;
}

/** Opens log files of others, one after the other, and shows each as a timeline. */
export class ArchiveOpening {
  current = $state.raw<Opening | null>(null);
  readonly #console: Console;
  readonly #tiles: Tiles;
  readonly #toasts: Toasts;
  /** Of the file that is on its way. */
  #id: string | null = null;

  constructor(console: Console, tiles: Tiles, toasts: Toasts) {
    this.#console = console;
    this.#tiles = tiles;
    this.#toasts = toasts;
    console.bridge.on('archive:read', ({ id, through, size }) => {
      if (id === this.#id && this.current) this.current = { ...this.current, step: 'reading', done: through, size };
    });
  }

  async open(file: File): Promise<void> {
    if (this.current) {
      this.#toasts.show({ tone: 'plain', text: 'Another file is being opened. Wait for it, or cancel it.' });
      return;
    }
    this.current = { name: file.name, step: 'coming', done: 0, size: file.size };
    try {
      const archive = await this.#send(file);
      if (archive) {
        this.show(archive);
        this.#tell(archive);
      }
    } catch (problem) {
      // What was cancelled is not there any more.
      if (!(problem instanceof RequestProblem && this.#id === null)) this.#toasts.showProblem(problem);
    } finally {
      this.#id = null;
      this.current = null;
    }
  }

  async cancel(): Promise<void> {
    const id = this.#id;
    this.#id = null;
    if (id !== null) await this.#close(id);
  }

  /** Forgets a file; its tile is gone. */
  close(id: string): Promise<void> {
    return this.#close(id);
  }

  /** Shows a file that is open. */
  show({ id, name, profiles }: Archive): void {
    this.#tiles.openPassing({
      id,
      title: name.slice(0, 120) || 'File',
      profiles: profiles.map((profile) => profile.id),
    });
  }

  async #send(file: File): Promise<Archive | null> {
    const { id } = await this.#console.request('archive:begin', { name: file.name.slice(-255), size: file.size });
    this.#id = id;
    for (let at = 0; at < file.size && this.#id === id; at += slice) {
      const bytes = new Uint8Array(await file.slice(at, at + slice).arrayBuffer());
      await this.#console.request('archive:write', { id, base64: base64OfBytes(bytes) });
      if (this.current) this.current = { ...this.current, done: at + bytes.length };
    }
    if (this.#id !== id) return null;
    return (await this.#console.request('archive:finish', { id })).archive;
  }

  #tell({ name, entries, refused }: Archive): void {
    const [first] = refused.examples;
    if (first) {
      const detail = refused.examples.map(({ where, reason }) => `${where}: ${reason}`).join('\n');
      this.#toasts.show({
        tone: 'bad',
        text: `${countText(refused.count, 'entry')} of “${name}” could not be read.`,
        detail,
      });
    } else {
      this.#toasts.show({ tone: 'good', text: `“${name}” is open, with ${countText(entries, 'entry')}.` });
    }
  }

  async #close(id: string): Promise<void> {
    try {
      await this.#console.request('archive:close', { id });
    } catch (problem) {
      this.#toasts.showProblem(problem);
    }
  }
}
