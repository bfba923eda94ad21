/** A point in time as a filter names it. A `day` or a `clock` that is absent is any. */
export type Moment =
  | { of: 'ago'; milliseconds: number }
  | { of: 'clock'; clock: Clock }
  | { of: 'day'; day: Day; clock?: Clock };

/** Time of day in milliseconds, and how long the least that was said lasts: `10:42` is a minute. */
export interface Clock {
  milliseconds: number;
  lasts: number;
}

/** `month` from 1. */
export interface Day {
  year: number;
  month: number;
  day: number;
}

const units: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `10:42`, `10:42:07.5`, `2026-11-28`, `2026-11-28T10:42`, `-5m`. */
export function readMoment(text: string): Moment | undefined {
  const ago = /^-(\d{1,9})([smhd])$/i.exec(text);
  if (ago) return { of: 'ago', milliseconds: Number(ago[1]) * (units[ago[2]?.toLowerCase() ?? ''] ?? 0) };
  const [, date, time] = /^(?:(\d{4}-\d\d-\d\d)(?:T(?=.)|$))?(.*)$/i.exec(text) ?? [];
  const clock = time ? readClock(time) : undefined;
  if (time && !clock) return undefined;
  if (date === undefined) return clock && { of: 'clock', clock };
  const day = readDay(date);
  return day && { of: 'day', day, ...(clock && { clock }) };
}

function readClock(text: string): Clock | undefined {
  const [, hours, minutes, seconds, fraction] = /^(\d\d?):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?$/.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return undefined;
  const lasts = fraction !== undefined ? 10 ** (3 - fraction.length) : seconds !== undefined ? 1000 : 60_000;
  const whole = (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds ?? 0) * 1000;
  return { milliseconds: whole + Number(fraction ?? 0) * (fraction === undefined ? 0 : lasts), lasts };
}

function readDay(text: string): Day | undefined {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? { year, month, day }
    : undefined;
}
