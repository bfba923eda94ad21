/** Characters from the beginning of a file that say what it is. */
export const telling = 1000;

/** `journal`: the database that a Patchbay keeps; `ndjson`: what one exported. */
export type LogFileKind = 'journal' | 'har' | 'ndjson';

/** What a log file is by how it begins, whatever its name says; undefined where it is none. */
export function kindOfLog(beginning: string): LogFileKind | undefined {
  if (beginning.startsWith('SQLite format 3\0')) return 'journal';
  if (/^\s*\{[^\n]*"patchbay"\s*:\s*"journal"/.test(beginning)) return 'ndjson';
  if (/^\s*\{[^{}[\]]*"log"\s*:\s*\{/.test(beginning)) return 'har';
  return undefined;
}
