import { describe, expect, it } from 'vitest';
import { kindOfLog } from './log-file.ts';

describe('a log file', () => {
  it.each([
    ['SQLite format 3\0\x10\0', 'journal'],
    ['{"patchbay":"journal","version":1}', 'ndjson'],
    ['{"version":1, "patchbay": "journal"}\n{"at":1}', 'ndjson'],
    ['{"log":{"version":"1.2"', 'har'],
    ['\uFEFF{\n  "comment": "from a browser",\n  "log": {', 'har'],
    ['{\n  "patchbay": "profile", "name": "log"', undefined],
    ['{"entries":[{"log":{', undefined],
    ['log', undefined],
    ['', undefined],
  ])('that begins with %j is %s', (beginning, kind) => {
    expect(kindOfLog(beginning)).toBe(kind);
  });
});
