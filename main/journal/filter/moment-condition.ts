import { type Clock, type Day, type Order, readMoment } from '../../../preload/contract/filter/index.ts';
import { type Condition, sql } from './condition.ts';
import { localOffsets } from './local-time.ts';

const dayLength = 86_400_000;

/** `now`: when it was asked, in milliseconds since 1970. */
export function momentCondition(order: Order, text: string, now: number): Condition {
  const moment = readMoment(text);
  switch (moment?.of) {
    case 'ago':
      return sql(`at ${order === '=' ? '>=' : order} ?`, now - moment.milliseconds);
    case 'clock':
      return within(timeOfDay(), order, moment.clock.milliseconds, moment.clock.lasts);
    case 'day':
      return dayCondition(order, moment.day, moment.clock);
    case undefined:
      return sql('false');
  }
}

function dayCondition(order: Order, { year, month, day }: Day, clock: Clock | undefined): Condition {
  const at = (date: number, milliseconds: number) => new Date(year, month - 1, date, 0, 0, 0, milliseconds).getTime();
  if (!clock) return within('at', order, at(day, 0), at(day + 1, 0) - at(day, 0));
  const minutes = Math.floor(clock.milliseconds / 60_000);
  const start = new Date(year, month - 1, day, 0, minutes).getTime() + (clock.milliseconds % 60_000);
  return within('at', order, start, clock.lasts);
}

/** Orders look at the beginning of what was named; `=` is all of it. */
function within(value: string, order: Order, start: number, lasts: number): Condition {
  if (order !== '=') return sql(`${value} ${order} ?`, start);
  return sql(`(${value} >= ? and ${value} < ?)`, start, start + lasts);
}

/** Milliseconds since midnight, as clocks show it here. */
function timeOfDay(): string {
  const [first, ...later] = localOffsets();
  const cases = later.map(({ since, offset }) => `when at >= ${since} then ${offset}`).reverse();
  const offset = cases.length === 0 ? String(first?.offset ?? 0) : `case ${cases.join(' ')} else ${first?.offset} end`;
  const local = `(at + (${offset}))`;
  return `(${local} - cast(${local} / ${dayLength} as integer) * ${dayLength}.0)`;
}
