import type { Filter } from '../../../preload/contract/filter/index.ts';
import { among, type Condition, every, negate, some, sql } from './condition.ts';
import { choiceCondition, fieldCondition, type Names } from './field-condition.ts';
import { searchedColumns } from './folding.ts';
import { momentCondition } from './moment-condition.ts';
import { pathCondition } from './path-condition.ts';
import { anywhere, lookFor } from './reading.ts';

/** What else a filter means by: profiles' names by id, and when it was asked, in milliseconds since 1970. */
export interface Asking {
  names: Names;
  now: number;
}

/** What holds for the entries that meet a filter. */
export function conditionOf(filter: Filter, asking: Asking): Condition {
  switch (filter.what) {
    case 'and':
      return every(filter.parts.map((part) => conditionOf(part, asking)));
    case 'or':
      return some(filter.parts.map((part) => conditionOf(part, asking)));
    case 'not':
      return negate(conditionOf(filter.part, asking));
    case 'text':
      return filter.match.how === 'regexp' ? somewhere(filter.match) : anywhere(filter.match.text);
    case 'field':
      return fieldCondition(filter.field, filter.match, asking.names);
    case 'choice':
      return choiceCondition(filter);
    case 'amount':
      return amountCondition(filter);
    case 'at':
      return momentCondition(filter.order, filter.moment, asking.now);
    case 'path':
      return pathCondition(filter.path, filter.test);
  }
}

function somewhere(match: Parameters<typeof lookFor>[0]): Condition {
  const look = lookFor(match, (texts) => texts.filter((text) => text !== null));
  return among({ columns: searchedColumns, narrowed: sql('true'), look });
}

function amountCondition({ field, order, amount }: Extract<Filter, { what: 'amount' }>): Condition {
  const value = field === 'size' ? 'size' : `json_extract(steps, '$[#-1].after')`;
  return sql(`ifnull(${value} ${order} ?, 0)`, amount);
}
