/** The largest frame that the vendor's own client takes: 16 KiB. Larger ones end the line. */
export const frameLimit = 16_384;

/** Reads the headers of a client's frames (RFC 6455, 5.2) as the bytes pass, and tells of the first that is too large. */
export class FrameWatch {
  readonly #tooLarge: () => void;
  #header: number[] = [];
  /** Bytes of mask and payload to be passed over before the next header. */
  #skip = 0;

  constructor(tooLarge: () => void) {
    this.#tooLarge = tooLarge;
  }

  read(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#skip > 0) {
        const passed = Math.min(this.#skip, bytes.length - at);
        this.#skip -= passed;
        at += passed;
        continue;
      }
      this.#header.push(bytes[at] ?? 0);
      at += 1;
      this.#finishHeader();
    }
  }

  #finishHeader(): void {
    const [, second] = this.#header;
    if (second === undefined) return;
    const short = second & 0x7f;
    const extra = short === 127 ? 8 : short === 126 ? 2 : 0;
    if (this.#header.length < 2 + extra) return;
    const length = extra === 0 ? short : this.#header.slice(2).reduce((sum, byte) => sum * 256 + byte, 0);
    this.#header = [];
    this.#skip = length + (second & 0x80 ? 4 : 0);
    if (length > frameLimit) this.#tooLarge();
  }
}
