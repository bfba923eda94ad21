/** One step: a name, an index, or any name in quotes and brackets. */
const part = /\.?([^.[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\["\\])*)"\]/y;

/** `a.b[0].c`, `["any name"]`, `$` for the whole. Undefined for what is no path. */
export function parsePath(text: string): (string | number)[] | undefined {
  const path: (string | number)[] = [];
  const source = text.trim().replace(/^\$/, '');
  part.lastIndex = 0;
  while (part.lastIndex < source.length) {
    const found = part.exec(source);
    if (!found) return undefined;
    const [, name, index, quoted] = found;
    if (name !== undefined) path.push(name);
    else if (index !== undefined) path.push(Number(index));
    else path.push((quoted ?? '').replace(/\\(.)/g, '$1'));
  }
  return path;
}

/** What stands at a path; undefined where nothing does. Reads own properties only. */
export function readPath(value: unknown, path: readonly (string | number)[]): unknown {
  let present = value;
  for (const step of path) {
    if (typeof present !== 'object' || present === null) return undefined;
    present = Object.getOwnPropertyDescriptor(present, step)?.value;
  }
  return present;
}
