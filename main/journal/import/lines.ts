import { createReadStream } from 'node:fs';
import { longest } from './file-entry.ts';

export interface FileLine {
  /** From 1. */
  number: number;
  /** Null for one that is too long to be read. */
  text: string | null;
  /** Bytes of the file that have been read. */
  through: number;
}

/** Lines with something in them, never more than one piece of the file ahead. */
export async function* linesOf(path: string, most = longest): AsyncGenerator<FileLine> {
  const stream = createReadStream(path, { encoding: 'utf8', highWaterMark: 1024 * 1024 });
  let [number, length] = [1, 0];
  let parts: string[] = [];
  const line = (): FileLine => ({ number, text: length > most ? null : parts.join(''), through: stream.bytesRead });
  const isSomething = () => length > most || parts.some((part) => part.trim() !== '');
  for await (const piece of stream as AsyncIterable<string>) {
    let start = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', start)) {
      take(piece.slice(start, end));
      if (isSomething()) yield line();
      [start, length, parts] = [end + 1, 0, []];
      number += 1;
    }
    take(piece.slice(start));
  }
  if (isSomething()) yield line();

  function take(part: string): void {
    length += part.length;
    if (length > most) parts = [];
    else if (part !== '') parts.push(part);
  }
}
