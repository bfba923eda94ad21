const pad = (value: number, digits = 2) => String(Math.floor(value)).padStart(digits, '0');

/** Local time of day with milliseconds. */
export function clockText(at: number): string {
  const date = new Date(at);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

/** Date, time of day and the microseconds that were kept. */
export function exactTimeText(at: number): string {
  const date = new Date(at);
  const micros = pad((at % 1) * 1000, 3);
  return `${dayOf(date)} ${clockText(at)}${micros === '000' ? '' : ` ${micros} µs`} (${date.toISOString()})`;
}

/** The day, where it is not that of `before`. */
export function newDayText(at: number, before: number): string | null {
  const day = dayOf(new Date(at));
  return day === dayOf(new Date(before)) ? null : day;
}

/** A span of milliseconds with at most three digits that matter. */
export function spanText(ms: number): string {
  if (ms < 0) return `−${spanText(-ms)}`;
  if (ms < 9.95) return `${ms.toFixed(1).replace(/\.0$/, '')} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_995) return `${(ms / 1000).toFixed(ms < 9995 ? 2 : 1)} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)}`;
  return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
}

/** So long after something, or before. */
export function elapsedText(ms: number): string {
  return ms < 0 ? spanText(ms) : `+${spanText(ms)}`;
}

function dayOf(date: Date): string {
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}
