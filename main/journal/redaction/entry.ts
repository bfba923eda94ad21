import type { WholeEntry } from '../export/whole-entry.ts';
import { cutPreview, previewOf } from '../payload.ts';
import type { Redaction } from './redaction.ts';

/** Previews are cut, and with them what stands at their end: nothing would be found in the beginning of an address. */
const cutAt = 239;

/** An entry in which everything that must not be shared is replaced. Sealed content and bytes that are no text stay. */
export function redactEntry(entry: WholeEntry, redaction: Redaction): WholeEntry {
  const { row } = entry;
  const text = (given: string) => redaction.text(given);
  const args = redaction.json(entry.args);
  const inside = entry.inside === undefined ? undefined : text(entry.inside);
  return {
    row: {
      ...row,
      kind: text(row.kind),
      ...(row.from !== undefined && { from: redaction.party(row.from) }),
      ...(row.to !== undefined && { to: redaction.party(row.to) }),
      ...(row.exchange !== undefined && { exchange: text(row.exchange) }),
      preview: previewIn(entry, args, redaction),
      marks: row.marks.map(text),
      steps: redaction.value(row.steps),
      opened: redaction.value(row.opened),
      signature: redaction.value(row.signature),
      ...(row.bookmark && { bookmark: { ...row.bookmark, comment: text(row.bookmark.comment) } }),
    },
    args,
    binaries: entry.binaries.map(({ path, bytes }) => ({
      path: path.map((step) => (typeof step === 'string' ? text(step) : step)),
      bytes: redaction.bytes(bytes),
    })),
    inside,
    facts: redaction.value(entry.facts),
    offers: redaction.value(entry.offers),
    links: redaction.value(entry.links),
    resend: redaction.value(entry.resend),
  };
}

/** Made anew where it is the beginning of the arguments: a name that says what is secret may stand outside of it. */
function previewIn({ row, args: before }: WholeEntry, args: string, redaction: Redaction): string {
  const { preview } = row;
  if (args !== before && preview === previewOfText(before)) return previewOfText(args);
  const redacted = redaction.text(preview);
  if (preview.length < cutAt) return redacted;
  return cutPreview(redacted.replace(/[^\s"'<>,;{}[\]()]*$/, '…'));
}

function previewOfText(args: string): string {
  const parsed = JSON.parse(args) as unknown[];
  return previewOf(parsed, { text: args, binaries: [], size: 0 });
}
