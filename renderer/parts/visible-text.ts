/** A run of text that can be shown as it is, or one character that would not be seen or would move others. */
export type Run = { text: string; hidden: boolean };

/**
 * Controls except tab and line feed, soft hyphen, zero-width and direction marks, line separators, tags, lone
 * surrogates. The joiners U+200C and U+200D stay: emoji and several scripts need them.
 */
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/u;
const allHidden = new RegExp(hidden.source, 'gu');

/** Splits text so that every character which could deceive stands alone. */
export function runsOf(text: string): Run[] {
  if (!hidden.test(text)) return text === '' ? [] : [{ text, hidden: false }];
  const runs: Run[] = [];
  let from = 0;
  for (const match of text.matchAll(allHidden)) {
    if (match.index > from) runs.push({ text: text.slice(from, match.index), hidden: false });
    runs.push({ text: codePoint(match[0]), hidden: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) runs.push({ text: text.slice(from), hidden: false });
  return runs;
}

/** The same for places that take only a string, such as a title. */
export function visibleText(text: string): string {
  return text.replace(allHidden, (character) => `[${codePoint(character)}]`);
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
