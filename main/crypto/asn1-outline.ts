import { nameOfOid } from './algorithm.ts';
import { type Asn1, contentOf, oidOf, tags } from './asn1.ts';

/** Lines after which an outline ends, and bytes of one value that it shows. */
const lineLimit = 500;
const shown = 32;

const names: Readonly<Record<number, string>> = {
  1: 'BOOLEAN',
  2: 'INTEGER',
  3: 'BIT STRING',
  4: 'OCTET STRING',
  5: 'NULL',
  6: 'OBJECT IDENTIFIER',
  10: 'ENUMERATED',
  12: 'UTF8String',
  16: 'SEQUENCE',
  17: 'SET',
  19: 'PrintableString',
  20: 'TeletexString',
  22: 'IA5String',
  23: 'UTCTime',
  24: 'GeneralizedTime',
  30: 'BMPString',
};
/** Tags whose content is text that can be shown as it is. */
const texts = [12, 19, 22, 23, 24];

/** A value and what is in it, a line each, indented by two spaces a level. Long values and long outlines are cut. */
export function outlineOf(root: Asn1): string {
  const lines: string[] = [];
  const walk = (value: Asn1, depth: number) => {
    if (lines.length >= lineLimit) return;
    lines.push(`${'  '.repeat(depth)}${lineOf(value)}`);
    for (const child of value.children) walk(child, depth + 1);
  };
  walk(root, 0);
  return lines.length < lineLimit ? lines.join('\n') : [...lines, '…'].join('\n');
}

function lineOf(value: Asn1): string {
  const { tag, children } = value;
  const isConstructed = (tag & 0x20) !== 0;
  const name = nameOf(tag);
  return isConstructed ? `${name} (${children.length})` : `${name} ${contentText(value)}`.trimEnd();
}

function nameOf(tag: number): string {
  const number = tag & 0x1f;
  switch (tag >> 6) {
    case 0:
      return names[number] ?? `UNIVERSAL ${number}`;
    case 1:
      return `[APPLICATION ${number}]`;
    case 2:
      return `[${number}]`;
    default:
      return `[PRIVATE ${number}]`;
  }
}

function contentText(value: Asn1): string {
  const content = contentOf(value);
  if (value.tag === tags.oid) return oidText(value);
  const part = Buffer.from(content.subarray(0, shown));
  const more = content.length > shown ? `… (${content.length} bytes)` : '';
  if (texts.includes(value.tag)) return `${JSON.stringify(part.toString('utf8'))}${more}`;
  return `${part.toString('hex').toUpperCase()}${more}`;
}

function oidText(value: Asn1): string {
  try {
    const oid = oidOf(value);
    const name = nameOfOid(oid);
    return name === oid ? oid : `${oid} (${name})`;
  } catch {
    return '(impossible)';
  }
}
