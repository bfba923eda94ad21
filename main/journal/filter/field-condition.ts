import type { Choice, Match, TextField } from '../../../preload/contract/filter/index.ts';
import { among, type Condition, every, negate, some, sql } from './condition.ts';
import { fold } from './folding.ts';
import { keyCondition } from './path-condition.ts';
import { escapeLike, lookFor, meetsText } from './reading.ts';

/** Profiles' names by their ids. */
export type Names = ReadonlyMap<string, string>;

export function fieldCondition(field: TextField, match: Match, names: Names): Condition {
  switch (field) {
    case 'kind':
      return columnCondition('kind', match);
    case 'from':
      return columnCondition('"from"', match);
    case 'to':
      return columnCondition('"to"', match);
    case 'exchange':
      return columnCondition('exchange', match);
    case 'comment':
      return commentCondition(match);
    case 'mark':
      return listCondition('marks', match, (mark) => mark);
    case 'status':
      return statusCondition(match);
    case 'key':
      return keyCondition(match);
    case 'connection':
      return connectionCondition(match, names);
  }
}

export function choiceCondition({ field, value }: Choice): Condition {
  switch (field) {
    case 'direction':
      return sql('direction = ?', value);
    case 'verdict':
      return verdictCondition(value);
    case 'is':
      return natures[value];
    case 'has':
      return possessions[value];
  }
}

const natures: Record<Extract<Choice, { field: 'is' }>['value'], Condition> = {
  marked: sql('entry.id in (select bookmark.entry from bookmark)'),
  binary: sql('exists (select 1 from binary where binary.entry = entry.id)'),
  manual: sql('resend is not null'),
};

const possessions: Record<Extract<Choice, { field: 'has' }>['value'], Condition> = {
  links: sql('links is not null'),
  offers: sql('offers is not null'),
  comment: sql(`entry.id in (select bookmark.entry from bookmark where comment <> '')`),
};

function verdictCondition(value: Extract<Choice, { field: 'verdict' }>['value']): Condition {
  const is = (column: string, state: string) => sql(`ifnull(json_extract(${column}, '$.state') = ?, 0)`, state);
  switch (value) {
    case 'opened':
    case 'locked':
    case 'broken':
      return is('opened', value);
    case 'pending':
      return some([is('opened', value), is('signature', value)]);
    case 'unknown':
      return is('signature', 'signer-unknown');
    default:
      return is('signature', value);
  }
}

/** LIKE ignores case in ASCII only and stops at a zero character: what holds others is read. */
function columnCondition(column: string, match: Match): Condition {
  const isOdd = `ifnull(length(${column}) <> length(cast(${column} as blob)), 0)`;
  const look = lookFor(match, ([text]) => (typeof text === 'string' ? [text] : []));
  if (match.how === 'regexp') return among({ columns: [column], narrowed: sql(`${column} is not null`), look });
  const odd = among({ columns: [column], narrowed: sql(isOdd), look });
  const escaped = escapeLike(fold(match.text));
  const pattern = match.how === 'whole' ? escaped : `%${escaped}%`;
  return sql(
    `case when ${isOdd} then ${odd.sql} else ifnull(${column} like ? escape '\\', 0) end`,
    ...odd.values,
    pattern,
  );
}

function commentCondition(match: Match): Condition {
  return among({
    columns: ['(select comment from bookmark where bookmark.entry = entry.id)'],
    narrowed: sql('entry.id in (select bookmark.entry from bookmark)'),
    look: lookFor(match, ([comment]) => (typeof comment === 'string' ? [comment] : [])),
  });
}

/** `column` holds a list as JSON, of which these are the texts. */
function listCondition(column: 'marks' | 'steps', match: Match, textOf: (item: never) => string): Condition {
  return among({
    columns: [column],
    narrowed: sql(`${column} is not null`),
    look: lookFor(match, ([list]) => (JSON.parse(list ?? '[]') as never[]).map(textOf)),
  });
}

function statusCondition(match: Match): Condition {
  const steps = listCondition('steps', match, ({ name }: { name: string }) => name);
  const state = match.how === 'regexp' ? undefined : states.get(fold(match.text));
  return state ? some([state, steps]) : steps;
}

// Within a step's text its quotation marks have a backslash before them, so this finds none by mistake.
const toned = (tone: string) => `(tone = '${tone}' or ifnull(instr(steps, '"tone":"${tone}"') > 0, 0))`;
/** What an entry meets that failed, or that has a step that did. */
export const failed = toned('bad');
const states = new Map([
  ['waiting', sql('waiting = 1')],
  ['failed', sql(failed)],
  ['ok', every([sql(toned('good')), negate(sql(failed)), sql('waiting = 0')])],
]);

function connectionCondition(match: Match, names: Names): Condition {
  const profile = '(select profile.id from profile where number = entry.profile)';
  if (match.how === 'regexp') {
    const look = lookFor(match, ([id]) => [names.get(id ?? '') ?? '']);
    return among({ columns: [profile], narrowed: sql('true'), look });
  }
  const meets = meetsText(match);
  const ids = [...names].filter(([, name]) => meets(name)).map(([id]) => id);
  return sql(`${profile} in (select value from json_each(?))`, JSON.stringify(ids));
}
