/** When a message was written, as it travels: local time, and the day without leading zeros. */
export interface SentTime {
  date: string;
  time: string;
}

const two = (number: number) => String(number).padStart(2, '0');

export function sentTime(at: Date): SentTime {
  return {
    date: `${at.getDate()}/${at.getMonth() + 1}/${at.getFullYear()}`,
    time: `${two(at.getHours())}:${two(at.getMinutes())}`,
  };
}

/**
 * `2026-11-21 04:05`. Nothing for what is no such time. The vendor's page writes DD/MM/YYYY and DD/MM/YY, its client
 * D/M/YYYY; whose local time it is, is not said.
 */
export function readSentTime({ date, time }: SentTime): string | undefined {
  const day = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})$/.exec(date.slice(0, 20));
  const hour = /^(\d{1,2}):(\d{2})$/.exec(time.slice(0, 20));
  if (!day || !hour) return undefined;
  const [d, m, y] = day.slice(1).map(Number);
  const [h, min] = hour.slice(1).map(Number);
  if (d === undefined || m === undefined || y === undefined || h === undefined || min === undefined) return undefined;
  const year = y < 100 ? 2000 + y : y;
  if (m < 1 || m > 12 || d < 1 || d > new Date(year, m, 0).getDate() || h > 23 || min > 59) return undefined;
  return `${year}-${two(m)}-${two(d)} ${two(h)}:${two(min)}`;
}
