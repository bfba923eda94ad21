import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/** Characters that are gathered before they are written. */
const room = 256 * 1024;

/** A file that is there only when it is whole: until then its name ends in `.part`. Its owner alone can read it. */
export class PartFile {
  readonly #path: string;
  readonly #part: string;
  readonly #file: number;
  #parts: string[] = [];
  #length = 0;
  #open = true;

  constructor(path: string) {
    this.#path = path;
    this.#part = `${path}.part`;
    rmSync(this.#part, { force: true });
    this.#file = openSync(this.#part, 'wx', 0o600);
  }

  write(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
    if (this.#length >= room) this.#drain();
  }

  finish(): void {
    this.#drain();
    closeSync(this.#file);
    this.#open = false;
    renameSync(this.#part, this.#path);
  }

  /** Leaves nothing behind, unless it is finished. */
  discard(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#file);
    rmSync(this.#part, { force: true });
  }

  #drain(): void {
    const bytes = Buffer.from(this.#parts.join(''));
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    this.#parts = [];
    this.#length = 0;
  }
}
