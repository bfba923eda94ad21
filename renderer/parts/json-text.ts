/**
 * JSON read in place: a value is a span of its text, and the members of a container are found when they are asked
 * for. No object is built, so no key of a sender's can act, numbers keep every digit, and depth costs nothing.
 */
export interface JsonValue {
  kind: 'object' | 'array' | 'string' | 'number' | 'true' | 'false' | 'null' | 'cut';
  text: string;
  start: number;
  /** One past the last character. */
  end: number;
}

export interface JsonMember {
  /** Name in an object, index in an array. */
  key: string | number;
  value: JsonValue;
}

const space = /[\t\n\r ]*/y;
const scalar = /[^\t\n\r ,\]}]*/y;
const structure = /["{}[\]]/g;
const closingQuote = /["\\]/g;

/** The value at a position. Text that ends too early gives a value that ends with it; `cut` if nothing is there. */
export function jsonValue(text: string, from = 0): JsonValue {
  const start = after(space, text, from);
  const letter = text[start];
  const kinds = { '{': 'object', '[': 'array', '"': 'string', t: 'true', f: 'false', n: 'null' } as const;
  if (letter === undefined) return { kind: 'cut', text, start, end: start };
  const kind = kinds[letter as keyof typeof kinds] ?? 'number';
  return { kind, text, start, end: endOf(kind, text, start) };
}

/** Members `skip` to `skip + limit` of a container, and whether more follow. Read only as far as needed. */
export function jsonMembers(value: JsonValue, skip: number, limit: number): { members: JsonMember[]; more: boolean } {
  const members: JsonMember[] = [];
  if (value.kind !== 'object' && value.kind !== 'array') return { members, more: false };
  const { text } = value;
  let at = after(space, text, value.start + 1);
  for (let index = 0; at < value.end && text[at] !== ']' && text[at] !== '}'; index += 1) {
    if (index === skip + limit) return { members, more: true };
    let key: string | number = index;
    if (value.kind === 'object') {
      const name = jsonValue(text, at);
      key = jsonString(name);
      at = Math.min(text.length, after(space, text, name.end) + 1);
    }
    const member = jsonValue(text, at);
    if (index >= skip) members.push({ key, value: member });
    at = after(space, text, member.end);
    if (text[at] === ',') at = after(space, text, at + 1);
    else if (member.end <= member.start) break;
  }
  return { members, more: false };
}

/** What a string says, without quotes and escapes; a cut one as far as it goes. */
export function jsonString(value: JsonValue): string {
  const raw = value.text.slice(value.start, value.end);
  try {
    return JSON.parse(raw) as string;
  } catch {
    const kept = raw.slice(1).replace(/\\(u[0-9a-f]{0,3})?$/i, '');
    try {
      return JSON.parse(`"${kept}"`) as string;
    } catch {
      return kept;
    }
  }
}

/** Whether a text is JSON worth a tree: an object or array. A cut text cannot be proved and is believed. */
export function isJsonTree(text: string, cut: boolean): boolean {
  return /^\s*[[{]/.test(text) && (cut || isJson(text));
}

/** Whether it is JSON from beginning to end. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The same JSON, one member a line, numbers and key order untouched. */
export function formatJson(text: string): string {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  const out: string[] = [];
  let depth = 0;
  tokens.forEach((token, index) => {
    const next = tokens[index + 1] ?? '';
    if (token === '{' || token === '[') {
      depth += 1;
      out.push(token, isClosing(next) ? '' : lineOf(depth));
    } else if (token === ',') out.push(token, lineOf(depth));
    else if (token === ':') out.push(': ');
    else out.push(token);
    if (isClosing(next)) {
      depth -= 1;
      if (token !== '{' && token !== '[') out.push(lineOf(depth));
    }
  });
  return out.join('');
}

function isClosing(token: string): boolean {
  return token === '}' || token === ']';
}

function lineOf(depth: number): string {
  return `\n${'  '.repeat(Math.max(0, depth))}`;
}

function endOf(kind: JsonValue['kind'], text: string, start: number): number {
  if (kind === 'object' || kind === 'array') return endOfContainer(text, start);
  return kind === 'string' ? endOfString(text, start) : after(scalar, text, start);
}

function endOfContainer(text: string, start: number): number {
  let depth = 0;
  structure.lastIndex = start;
  for (let found = structure.exec(text); found; found = structure.exec(text)) {
    if (found[0] === '"') structure.lastIndex = endOfString(text, found.index);
    else {
      depth += found[0] === '{' || found[0] === '[' ? 1 : -1;
      if (depth === 0) return found.index + 1;
    }
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  closingQuote.lastIndex = start + 1;
  for (let found = closingQuote.exec(text); found; found = closingQuote.exec(text)) {
    if (found[0] === '"') return found.index + 1;
    closingQuote.lastIndex = found.index + 2;
  }
  return text.length;
}

function after(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  pattern.test(text);
  return Math.max(from, pattern.lastIndex);
}
