/** What a text is compared with. Case is ignored, except by a regular expression with the flag `c`. */
export type Match =
  | { how: 'part'; text: string }
  | { how: 'whole'; text: string }
  | { how: 'regexp'; source: string; flags: string };

/** How an amount stands to another. */
export type Order = '=' | '>' | '>=' | '<' | '<=';

/** Keys of objects, and indexes of arrays. */
export type Path = readonly (string | number)[];

/** What a value in the payload is compared with. `literal`: number, true, false or null, as it was written. */
export type PathTest =
  | { how: 'exists' }
  | Match
  | { how: 'order'; order: Order; literal: string }
  | { how: 'order'; order: Exclude<Order, '='>; text: string };

export type TextField = 'kind' | 'from' | 'to' | 'exchange' | 'comment' | 'mark' | 'status' | 'key' | 'connection';

export type Choice =
  | { field: 'direction'; value: 'in' | 'out' | 'note' }
  | {
      field: 'verdict';
      value: 'opened' | 'locked' | 'broken' | 'pending' | 'verified' | 'wrong' | 'unsigned' | 'unknown';
    }
  | { field: 'is'; value: 'marked' | 'binary' | 'manual' }
  | { field: 'has'; value: 'links' | 'offers' | 'comment' };

export type Term =
  /** Anywhere in the entry. */
  | { what: 'text'; match: Exclude<Match, { how: 'whole' }> }
  | { what: 'field'; field: TextField; match: Match }
  | ({ what: 'choice' } & Choice)
  /** Bytes for `size`, milliseconds for `took`. */
  | { what: 'amount'; field: 'size' | 'took'; order: Order; amount: number }
  /** `moment` as it is written: see {@link readMoment}. */
  | { what: 'at'; order: Order; moment: string }
  | { what: 'path'; path: Path; test: PathTest };

/** A question about entries. `and` of nothing is met by every entry; it stands alone. */
export type Filter =
  | Term
  | { what: 'not'; part: Filter }
  | { what: 'and'; parts: readonly Filter[] }
  | { what: 'or'; parts: readonly Filter[] };

/** Parts that are of the same kind are taken in, so that equal questions are equal trees. */
export function allOf(parts: readonly Filter[]): Filter {
  return group('and', parts);
}

/** `parts`: at least one. */
export function anyOf(parts: readonly Filter[]): Filter {
  return group('or', parts);
}

export function notOf(part: Filter): Filter {
  return part.what === 'not' ? part.part : { what: 'not', part };
}

function group(what: 'and' | 'or', parts: readonly Filter[]): Filter {
  const flat = parts.flatMap((part) => (part.what === what ? part.parts : [part]));
  const [only] = flat;
  return only && flat.length === 1 ? only : { what, parts: flat };
}
