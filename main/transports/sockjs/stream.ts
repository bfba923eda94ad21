import { isUtf8 } from 'node:buffer';

const lineFeed = 10;

/**
 * Takes the frames out of a streamed or polled answer, where each ends with a line feed. sockjs-client would keep the
 * whole answer, look through all of it whenever a piece comes, and drop what has no line feed behind it.
 */
export class FrameStream {
  readonly #limit: number;
  readonly #told: (frame: string | Uint8Array) => void;
  #parts: Buffer[] = [];
  #size = 0;

  /** `limit`: bytes of a frame. `told` gets bytes where a frame is not UTF-8. */
  constructor(limit: number, told: (frame: string | Uint8Array) => void) {
    this.#limit = limit;
    this.#told = told;
  }

  /** False once a frame is larger than the limit. */
  take(chunk: Buffer): boolean {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      this.#keep(chunk.subarray(start, end));
      this.end();
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
    return this.#size <= this.#limit;
  }

  /** Nothing more comes. */
  end(): void {
    const frame = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#size = 0;
    if (frame.length > 0) this.#told(isUtf8(frame) ? frame.toString() : frame);
  }

  #keep(part: Buffer): void {
    if (part.length > 0) this.#parts.push(part);
    this.#size += part.length;
  }
}
