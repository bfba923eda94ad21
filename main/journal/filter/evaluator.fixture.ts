import {
  type Filter,
  type Match,
  type Order,
  type PathTest,
  readMoment,
} from '../../../preload/contract/filter/index.ts';
import type { Draft, Revision } from '../draft.ts';

/** An entry before it is written, and all that is found out about it. */
export interface Sample {
  draft: Draft;
  revision: Revision;
  at: number;
  size: number;
  connection: string;
  comment: string | null;
}

/** What the filter language promises, said as plainly as can be. */
export function meets(entry: Sample, filter: Filter, now: number): boolean {
  switch (filter.what) {
    case 'and':
      return filter.parts.every((part) => meets(entry, part, now));
    case 'or':
      return filter.parts.some((part) => meets(entry, part, now));
    case 'not':
      return !meets(entry, filter.part, now);
    case 'text':
      return textsOf(entry).some((text) => matches(text, filter.match));
    case 'field':
      return meetsField(entry, filter);
    case 'choice':
      return meetsChoice(entry, filter);
    case 'amount': {
      const amount = filter.field === 'size' ? entry.size : entry.revision.steps?.at(-1)?.after;
      return amount !== undefined && compare(amount, filter.order, filter.amount);
    }
    case 'at':
      return meetsMoment(entry.at, filter.order, filter.moment, now);
    case 'path':
      return found(entry, filter.path).some((value) => meetsTest(value, filter.test));
  }
}

const lower = (text: string) => text.toLowerCase().replaceAll('ς', 'σ');
const latest = ({ draft, revision }: Sample) => ({ ...draft, ...revision });

function matches(text: string | null | undefined, match: Match): boolean {
  if (typeof text !== 'string') return false;
  if (match.how === 'part') return lower(text).includes(lower(match.text));
  if (match.how === 'whole') return lower(text) === lower(match.text);
  const flags = match.flags.includes('c') ? match.flags.replace('c', '') : `${match.flags}i`;
  return new RegExp(match.source, flags).test(text);
}

function textsOf(entry: Sample): string[] {
  const { inside, kind, from, to, preview } = latest(entry);
  return [JSON.stringify(argsOf(entry)), inside, kind, from, to, preview].filter((text) => text !== undefined);
}

function meetsField(entry: Sample, { field, match }: Extract<Filter, { what: 'field' }>): boolean {
  const whole = latest(entry);
  switch (field) {
    case 'kind':
    case 'from':
    case 'to':
    case 'exchange':
      return matches(whole[field], match);
    case 'comment':
      return matches(entry.comment, match);
    case 'mark':
      return (whole.marks ?? []).some((mark) => matches(mark, match));
    case 'connection':
      return matches(entry.connection, match);
    case 'key':
      return keys(entry).some((key) => matches(key, match));
    case 'status':
      return meetsStatus(entry, match);
  }
}

function meetsStatus(entry: Sample, match: Match): boolean {
  const { steps = [], tone, waiting } = latest(entry);
  const tones = [tone, ...steps.map((step) => step.tone)];
  const asked = match.how === 'regexp' ? '' : lower(match.text);
  return (
    steps.some(({ name }) => matches(name, match)) ||
    (asked === 'waiting' && waiting === true) ||
    (asked === 'failed' && tones.includes('bad')) ||
    (asked === 'ok' && tones.includes('good') && !tones.includes('bad') && !waiting)
  );
}

function meetsChoice(entry: Sample, choice: Extract<Filter, { what: 'choice' }>): boolean {
  const { direction, opened, signature, links, offers, resend } = latest(entry);
  const states = [opened?.state, signature?.state as string];
  switch (choice.value) {
    case 'in':
    case 'out':
    case 'note':
      return direction === choice.value;
    case 'marked':
      return entry.comment !== null;
    case 'comment':
      return entry.comment !== null && entry.comment !== '';
    case 'binary':
      return entry.draft.args.some((arg) => arg instanceof Uint8Array);
    case 'manual':
      return resend !== undefined;
    case 'links':
      return (links ?? []).length > 0;
    case 'offers':
      return (offers ?? []).length > 0;
    case 'unknown':
      return states.includes('signer-unknown');
    default:
      return states.includes(choice.value);
  }
}

function meetsMoment(at: number, order: Order, text: string, now: number): boolean {
  const moment = readMoment(text);
  if (moment?.of === 'ago') return compare(at, order === '=' ? '>=' : order, now - moment.milliseconds);
  const date = new Date(Math.floor(at));
  const midnight = new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  if (moment?.of === 'clock') {
    const clock = (date.getHours() * 60 + date.getMinutes()) * 60_000 + date.getSeconds() * 1000;
    return covers(clock + date.getMilliseconds() + (at % 1), order, moment.clock.milliseconds, moment.clock.lasts);
  }
  const [, written = '', time = '00:00'] = /^(.*?)(?:T(.*))?$/.exec(text) ?? [];
  const start = new Date(`${written}T${time.padStart(5, '0')}`).getTime();
  if (order === '=' && time === '00:00') return midnight === start;
  return covers(at, order, start, moment?.of === 'day' && moment.clock ? moment.clock.lasts : 0);
}

function covers(value: number, order: Order, start: number, lasts: number): boolean {
  return order === '=' ? value >= start && value < start + lasts : compare(value, order, start);
}

function compare<Value extends string | number>(value: Value, order: Order, wanted: Value): boolean {
  const by = { '=': value === wanted, '>': value > wanted, '<': value < wanted };
  return by[order.charAt(0) as '>'] || (order.length === 2 && value === wanted);
}

function json(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function walk(value: unknown, [step, ...rest]: readonly (string | number)[]): unknown[] {
  if (step === undefined) return [value];
  const inner = json(value);
  if (typeof step === 'number') return Array.isArray(inner) && step < inner.length ? walk(inner[step], rest) : [];
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner) || !Object.hasOwn(inner, step)) return [];
  return walk(Object.entries(inner).find(([key]) => key === step)?.[1], rest);
}

/** Bytes are null among the arguments. */
const argsOf = ({ draft }: Sample) => draft.args.map((arg) => (arg instanceof Uint8Array ? null : arg));

function found(entry: Sample, path: readonly (string | number)[]): unknown[] {
  const args = argsOf(entry);
  return [...(typeof path[0] === 'number' ? [args] : []), ...args, entry.revision.inside].flatMap((root) =>
    walk(root, path),
  );
}

function keys(entry: Sample): string[] {
  return [...argsOf(entry), entry.revision.inside].flatMap((arg) =>
    [arg, ...['key', 'id', 'messageId', 'message-id'].flatMap((name) => walk(arg, [name]))]
      .filter((value) => typeof value === 'string' || typeof value === 'number')
      .map(String),
  );
}

function meetsTest(value: unknown, test: PathTest): boolean {
  switch (test.how) {
    case 'exists':
      return true;
    case 'whole':
      return typeof value === 'string' && matches(value, test);
    case 'part':
    case 'regexp':
      return matches(typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value), test);
    case 'order':
      break;
  }
  if ('text' in test) return typeof value === 'string' && compare(lower(value), test.order, lower(test.text));
  const wanted = JSON.parse(test.literal);
  if (test.order === '=') return value === wanted || (typeof value === 'string' && lower(value) === test.literal);
  if (typeof wanted !== 'number') return false;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && compare(number, test.order, wanted);
}
