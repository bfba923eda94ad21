import type { Retention } from '../../preload/contract/index.ts';
import { sizeText } from './bytes.ts';
import { countText } from './count-text.ts';

/** A retention as it is typed; nothing stands for no limit. */
export interface RetentionText {
  days: string;
  entries: string;
  megabytes: string;
}

type Read = { retention: Retention } | { errors: Partial<RetentionText> };

/** At least this; a number without it would delete nearly everything. */
const least = { days: 0.01, entries: 1, megabytes: 0.001 } as const;

export function textOfRetention({ days, entries, bytes }: Retention): RetentionText {
  const text = (value: number | null) => (value === null ? '' : String(value));
  return { days: text(days), entries: text(entries), megabytes: text(bytes === null ? null : bytes / 1_000_000) };
}

/** What was typed, or what is wrong with which field. Commas and spaces may stand between thousands. */
export function readRetention(text: RetentionText): Read {
  const days = readLimit(text.days, least.days, false);
  const entries = readLimit(text.entries, least.entries, true);
  const megabytes = readLimit(text.megabytes, least.megabytes, false);
  const fields = { days, entries, megabytes };
  const errors = Object.fromEntries(
    Object.entries(fields).flatMap(([name, read]) => (read.error ? [[name, read.error]] : [])),
  );
  if (Object.keys(errors).length > 0) return { errors };
  const bytes = megabytes.value === null ? null : Math.round(megabytes.value * 1_000_000);
  return { retention: { days: days.value, entries: entries.value, bytes } };
}

/** `30 days, 100,000 entries, 500 MB`. */
export function retentionWords({ days, entries, bytes }: Retention): string {
  const parts = [
    days !== null && `${days.toLocaleString('en')} ${days === 1 ? 'day' : 'days'}`,
    entries !== null && countText(entries, 'entry'),
    bytes !== null && sizeText(bytes),
  ].filter(Boolean);
  return parts.length > 0 ? `at most ${parts.join(', ')}` : 'everything';
}

interface Limit {
  value: number | null;
  error?: string;
}

/** A number as it is typed: commas and spaces between thousands do not count. NaN where it is none. */
export function numberOf(typed: string): number {
  const text = typed.replace(/[\s,]/g, '');
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

function readLimit(typed: string, least: number, whole: boolean): Limit {
  if (typed.trim() === '') return { value: null };
  const value = numberOf(typed);
  if (!Number.isFinite(value) || value > Number.MAX_SAFE_INTEGER / 1_000_000) {
    return { value: null, error: 'This is not a number that can be used.' };
  }
  if (whole && !Number.isInteger(value)) return { value: null, error: 'This must be a whole number.' };
  if (value < least) return { value: null, error: `At least ${least}; leave it empty for no limit.` };
  return { value };
}
