import { readMoment } from '../../preload/contract/filter/index.ts';
import type { Place } from '../../preload/contract/index.ts';

/**
 * Where to go in a log: `#1234` for an entry, or a time as in the filter. A time of day is on the day of `near`, and
 * `-5m` so long before it (milliseconds since 1970). Undefined for anything else.
 */
export function placeOf(text: string, near: number): Place | undefined {
  const number = /^#\s*(\d{1,15})$/.exec(text.trim());
  if (number) return { id: Number(number[1]) };
  const moment = readMoment(text.trim().replace(/^(\d{4}-\d\d-\d\d)\s+/, '$1T'));
  if (!moment) return undefined;
  if (moment.of === 'ago') return { time: near - moment.milliseconds };
  const date = new Date(near);
  if (moment.of === 'day') date.setFullYear(moment.day.year, moment.day.month - 1, moment.day.day);
  date.setHours(0, 0, 0, moment.clock?.milliseconds ?? 0);
  return { time: date.getTime() };
}
