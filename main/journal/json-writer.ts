/** Where bytes stood in a value, outermost step first. */
export type Path = (string | number)[];

interface Frame {
  container: object;
  /** Absent for arrays. */
  keys: string[] | undefined;
  length: number;
  next: number;
}

/**
 * JSON text of any value at any depth, without recursion: `JSON.stringify` overflows the stack a few thousand levels
 * down. Bytes become `null` and go to `onBytes`. What JSON has no word for stays visible as a string in guillemets:
 * `«undefined»`, `«NaN»`, `«Infinity»`, `«12n»` for a bigint, `«function name»`, `«Symbol(name)»`, and `«cycle»`.
 */
export function writeJson(value: unknown, onBytes: (path: Path, bytes: Uint8Array) => void): string {
  const parts: string[] = [];
  const frames: Frame[] = [];
  const ancestors = new Set<object>();

  const enter = (container: object) => {
    const keys = Array.isArray(container) ? undefined : Object.keys(container);
    const length = keys ? keys.length : (container as unknown[]).length;
    frames.push({ container, keys, length, next: 0 });
    ancestors.add(container);
    parts.push(keys ? '{' : '[');
  };
  const write = (item: unknown) => {
    const bytes = asBytes(item);
    if (bytes) {
      onBytes(frames.map(position), bytes);
      parts.push('null');
    } else if (typeof item !== 'object' || item === null) parts.push(writeScalar(item));
    else if (ancestors.has(item)) parts.push('"«cycle»"');
    else if (item instanceof Date) parts.push(writeScalar(String(item.toJSON())));
    else enter(item);
  };

  write(value);
  for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
    if (frame.next === frame.length) {
      parts.push(frame.keys ? '}' : ']');
      ancestors.delete(frame.container);
      frames.pop();
      continue;
    }
    const index = frame.next++;
    if (index > 0) parts.push(',');
    const key = frame.keys?.[index];
    if (key !== undefined) parts.push(JSON.stringify(key), ':');
    write((frame.container as Record<string | number, unknown>)[key ?? index]);
  }
  return parts.join('');
}

/** The child that is being written: `next` has moved on already. */
function position(frame: Frame): string | number {
  const index = frame.next - 1;
  return frame.keys?.[index] ?? index;
}

export function asBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return undefined;
}

function writeScalar(value: unknown): string {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : `"«${value}»"`;
    case 'bigint':
      return `"«${value}n»"`;
    case 'function':
      return JSON.stringify(`«function ${value.name}»`);
    case 'undefined':
      return '"«undefined»"';
    case 'symbol':
      return JSON.stringify(`«${String(value)}»`);
    default:
      return JSON.stringify(value);
  }
}
