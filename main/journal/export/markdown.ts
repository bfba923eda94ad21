import { cut } from '../payload.ts';
import { isoTime } from './csv.ts';
import type { Format } from './format.ts';
import type { WholeEntry } from './whole-entry.ts';

/** Characters of one payload. */
const limit = 4000;

/** For a ticket: what one reads of each entry, and its payload in a fence. */
export const markdown: Format = {
  head({ profiles, total, redacted }) {
    const names = profiles.map(({ name, service }) => `${inline(name)} (${inline(service)})`).join(', ');
    const note = redacted ? ' Persons and secrets are replaced by aliases, the same one always by the same.' : '';
    return `# Log of ${names}\n\n${total} ${total === 1 ? 'entry' : 'entries'}.${note}\n`;
  },
  entry(entry, { name }) {
    const { row } = entry;
    const facts = [
      ['Time', isoTime(row.at)],
      ['Connection', name],
      ['From', row.from],
      ['To', row.to],
      ['Exchange', row.exchange],
      ['Size', `${row.size} B`],
      ['Status', row.steps.map(stepText).join(', ') || (row.waiting ? 'waiting for an answer' : undefined)],
      ['Content', row.opened.state === 'plain' ? undefined : row.opened.state],
      ['Signature', row.signature.state === 'none' ? undefined : row.signature.state],
      ['Marks', row.marks.join(', ') || undefined],
      ['Comment', row.bookmark?.comment || undefined],
    ].flatMap(([label, value]) => (value === undefined ? [] : [`| ${label} | ${inline(String(value))} |\n`]));
    const arrow = { in: '←', out: '→', note: '•' }[row.direction];
    return `\n## ${row.id} ${arrow} ${inline(row.kind)}\n\n| | |\n|---|---|\n${facts.join('')}${payloadOf(entry)}`;
  },
  foot: () => '',
};

function stepText({ name, after }: WholeEntry['row']['steps'][number]): string {
  return `${name} after ${Math.round(after)} ms`;
}

function payloadOf({ args, binaries, inside }: WholeEntry): string {
  const bytes = binaries.map(
    ({ path, bytes }) =>
      `\n${bytes.length} B of binary at \`${JSON.stringify(path).replaceAll('`', "'")}\`, left out.\n`,
  );
  return `${fenced('json', args)}${bytes.join('')}${inside === undefined ? '' : `\nOpened:\n${fenced('', inside)}`}`;
}

/** The fence is longer than any in the text. */
function fenced(language: string, text: string): string {
  const shown = cut(text, limit);
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const more = text.length - shown.length;
  return `\n${fence}${language}\n${shown}\n${fence}\n${more > 0 ? `\n(cut, ${more} more characters)\n` : ''}`;
}

/** One line of text in a table or a heading, without effect there. */
function inline(text: string): string {
  return cut(text, 500)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\\`*_{}[\]<>#|~!]/g, '\\$&');
}
