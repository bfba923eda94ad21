import type { Draft, Revision } from './draft.ts';
import { cutPreview, encodeJson, encodePayload, partsOf, previewOf } from './payload.ts';
import type { NewEntry, NewRevision } from './worker-protocol.ts';

/**
 * A draft with number and time, as the worker takes it. Nothing of the draft is referred to afterwards. `large`: UTF-16
 * units of JSON text in one piece at most.
 */
export function recordEntry(
  id: number,
  at: number,
  profile: string,
  draft: Draft,
  large = Number.POSITIVE_INFINITY,
): NewEntry {
  const payload = encodePayload(draft.args);
  const { text, binaries, size } = payload;
  const [args = '[]', ...rest] = partsOf(text, large);
  return {
    what: 'entry',
    id,
    profile,
    at,
    direction: draft.direction,
    kind: draft.kind.toWellFormed(),
    tone: draft.tone ?? 'plain',
    from: wellFormed(draft.from),
    to: wellFormed(draft.to),
    exchange: wellFormed(draft.exchange),
    size,
    preview: draft.preview === undefined ? previewOf(draft.args, payload) : cutPreview(draft.preview),
    marks: draft.marks?.length ? encodeJson(draft.marks) : null,
    waiting: draft.waiting ? 1 : 0,
    opened: draft.opened?.state === 'plain' ? null : jsonOf(draft.opened),
    signature: draft.signature?.state === 'none' ? null : jsonOf(draft.signature),
    resend: jsonOf(draft.resend),
    offers: draft.offers?.length ? encodeJson(draft.offers) : null,
    links: draft.links?.length ? encodeJson(draft.links) : null,
    args,
    rest: rest.length > 0 ? rest : null,
    binaries: binaries.length > 0 ? binaries : null,
  };
}

/** What is kept of an entry while the disk is full: the row that the log shows, with its size. */
export function withoutPayload(entry: NewEntry): NewEntry {
  const marks: string[] = entry.marks === null ? [] : JSON.parse(entry.marks);
  return {
    ...entry,
    marks: encodeJson([...marks, 'payload not kept']),
    opened: null,
    signature: null,
    resend: null,
    offers: null,
    links: null,
    args: '[]',
    rest: null,
    binaries: null,
  };
}

export function recordRevision(id: number, revision: Revision): NewRevision {
  return {
    what: 'revision',
    id,
    steps: jsonOf(revision.steps),
    waiting: revision.waiting === undefined ? null : revision.waiting ? 1 : 0,
    opened: jsonOf(revision.opened),
    signature: jsonOf(revision.signature),
    inside: wellFormed(revision.inside),
    facts: jsonOf(revision.facts),
    from: wellFormed(revision.from),
    to: wellFormed(revision.to),
    preview: revision.preview === undefined ? null : cutPreview(revision.preview),
  };
}

function jsonOf(value: unknown): string | null {
  return value === undefined ? null : encodeJson(value);
}

/** The database keeps UTF-8, which has no lone surrogates; without this an entry would read differently once stored. */
function wellFormed(text: string | undefined): string | null {
  return text === undefined ? null : text.toWellFormed();
}
