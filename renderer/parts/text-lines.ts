/**
 * Where the lines of a text start, each at most `columns` characters long. Offsets, not copies: a text of 50 MB costs
 * 4 bytes a line.
 */
export function lineStarts(text: string, columns: number): Uint32Array {
  let starts = new Uint32Array(1024);
  let count = 0;
  const push = (start: number) => {
    if (count === starts.length) {
      const larger = new Uint32Array(count * 2);
      larger.set(starts);
      starts = larger;
    }
    starts[count] = start;
    count += 1;
  };
  for (let at = 0; at <= text.length; ) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    push(at);
    for (let part = at + columns; part < end; part += columns) push(part);
    at = end + 1;
  }
  return starts.subarray(0, count);
}

/** One of the lines, without its line break. */
export function lineAt(text: string, starts: Uint32Array, index: number): string {
  const start = starts[index] ?? text.length;
  return text.slice(start, starts[index + 1] ?? text.length).replace(/\r?\n$/, '');
}
