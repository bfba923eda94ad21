/** A text, a mark of JSON's, or a number or word. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/**
 * JSON without spaces, as the vendor's `JSON.stringify` writes it: `/` and letters beyond ASCII unescaped. Unlike that it
 * leaves numbers, order and repeated names as they are. `text` must be JSON.
 */
export function compactJson(text: string): string {
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|\s+/g, (part) =>
    part.startsWith('"') ? JSON.stringify(JSON.parse(part)) : '',
  );
}

/**
 * The text of a member of a JSON object, as it stands there; of several with the same name the last, as `JSON.parse`
 * has it. `text` must be JSON.
 */
export function memberText(text: string, name: string): string | undefined {
  let depth = 0;
  let key: string | undefined;
  let start: number | undefined;
  let found: string | undefined;
  let before = '';
  for (const { 0: part, index } of text.matchAll(token)) {
    if (depth === 1 && part === ':' && start === undefined) {
      key = before;
      start = index + 1;
    } else if (depth === 1 && (part === ',' || part === '}') && key !== undefined) {
      if (JSON.parse(key) === name) found = text.slice(start, index).trim();
      key = undefined;
      start = undefined;
    }
    if (part === '{' || part === '[') depth++;
    else if (part === '}' || part === ']') depth--;
    before = part;
  }
  return found;
}
