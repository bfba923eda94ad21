import type { Path } from './tree.ts';

/** Where the path ends, and its steps. `plain`: written as a bare name. */
export interface ScannedPath {
  to: number;
  path: Path;
  plain: boolean;
}

const name = String.raw`[\p{L}_$](?:[\p{L}\p{M}\p{N}_$-]*[\p{L}\p{M}\p{N}_$])?`;
const laterName = String.raw`[\p{L}\p{M}\p{N}_$](?:[\p{L}\p{M}\p{N}_$-]*[\p{L}\p{M}\p{N}_$])?`;
const quoted = String.raw`"(?:[^"\\]|\\.)*"`;
const index = String.raw`\[\d{1,9}\]`;
const first = new RegExp(`(${name})|\\.?(${quoted})|(${index})|\\.(${laterName})`, 'suy');
const later = new RegExp(`\\.(${laterName})|\\.(${quoted})|(${index})`, 'suy');
const bare = new RegExp(`^${name}$`, 'u');
const bareLater = new RegExp(`^${laterName}$`, 'u');

/** Reads `a.b`, `.a`, `"odd key".b`, `[0].x`, `a[3]`, `a."odd key"` as far as it goes. */
export function scanPath(text: string, from: number): ScannedPath | undefined {
  const path: (string | number)[] = [];
  let to = from;
  let plain = true;
  for (let found = matchAt(first, text, to); found; found = matchAt(later, text, to)) {
    const bracketed = found.find((group) => group?.startsWith('['));
    const key = found.slice(1).find((group) => group !== undefined) ?? '';
    if (to === from) plain = found[0] === key && !bracketed && !key.startsWith('"');
    path.push(bracketed ? Number(bracketed.slice(1, -1)) : key.startsWith('"') ? unquote(key) : key);
    to += found[0].length;
  }
  return path.length === 0 ? undefined : { to, path, plain };
}

/** Written so that {@link scanPath} reads the same path. `taken`: names that mean something else when they stand alone. */
export function printPath(path: Path, taken: (name: string) => boolean): string {
  return path.map((step, position) => printStep(step, position === 0, path.length === 1, taken)).join('');
}

/** Backslashes and quotation marks are told apart by a backslash before them. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** The inverse of {@link quote}. Any other backslash stands for itself. */
export function unquote(quotedText: string): string {
  return quotedText.slice(1, -1).replace(/\\(["\\])/g, '$1');
}

function printStep(step: string | number, isFirst: boolean, isOnly: boolean, taken: (name: string) => boolean): string {
  if (typeof step === 'number') return `[${step}]`;
  if (!isFirst) return bareLater.test(step) ? `.${step}` : `.${quote(step)}`;
  if (!bare.test(step)) return bareLater.test(step) ? `.${step}` : quote(step);
  return isOnly && taken(step) ? `.${step}` : step;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
