/**
 * A recorded delivery report as it is for a client's own key: the same form, JSON text or an object, the key text or
 * bytes as it was. What names another key, or none, stays as it is.
 */
export function reportFor(args: readonly unknown[], recorded: unknown, own: unknown): readonly unknown[] {
  const [report, ...more] = args;
  const key = typeof own === 'string' ? own : null;
  if (typeof recorded !== 'string' || recorded === key) return args;
  if (typeof report !== 'string') return [renamed(report, recorded, key), ...more];
  const read = parse(report);
  const written = renamed(read, recorded, key);
  return written === read ? args : [JSON.stringify(written), ...more];
}

function renamed(report: unknown, recorded: string, key: string | null): unknown {
  if (typeof report !== 'object' || report === null || !('key' in report)) return report;
  const { key: named } = report;
  if (Buffer.isBuffer(named)) {
    return named.toString() === recorded ? { ...report, key: key === null ? null : Buffer.from(key) } : report;
  }
  return named === recorded ? { ...report, key } : report;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
