import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTally } from './tally.ts';

function report(content: object): string {
  const file = join(mkdtempSync(join(tmpdir(), 'patchbay-tally-')), 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const vitest = (passed: number, failed: number, files: object[] = []) =>
  report({ numPassedTests: passed, numFailedTests: failed, testResults: files });

describe('readTally', () => {
  it('takes the numbers of a runner that ended well', () => {
    expect(readTally('vitest', vitest(12, 0), 0)).toEqual({ passed: 12, failed: 0 });
    const journeys = report({ stats: { expected: 5, unexpected: 1, flaky: 1 }, errors: [] });
    expect(readTally('playwright', journeys, 1)).toEqual({ passed: 5, failed: 2 });
  });

  it('counts a file that could not be loaded', () => {
    const files = [{ status: 'failed', assertionResults: [] }];
    expect(readTally('vitest', vitest(3, 0, files), 1)).toEqual({ passed: 3, failed: 1 });
  });

  it('counts a runner that crashed, ran nothing or left no report', () => {
    expect(readTally('vitest', vitest(3, 0), 1)).toEqual({ passed: 3, failed: 1 });
    expect(readTally('vitest', vitest(3, 0), null)).toEqual({ passed: 3, failed: 1 });
    expect(readTally('vitest', vitest(0, 0), 0)).toEqual({ passed: 0, failed: 1 });
    expect(readTally('playwright', '/nowhere/report.json', 0)).toEqual({ passed: 0, failed: 1 });
  });
});
