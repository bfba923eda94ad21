import { readFileSync } from 'node:fs';

export interface Tally {
  passed: number;
  failed: number;
}

/**
 * Reads what a runner reported, with the code it ended with. A runner that wrote no report, ran nothing or ended badly
 * without naming a failed test counts as one failure.
 */
export function readTally(runner: 'vitest' | 'playwright', file: string, status: number | null): Tally {
  const { passed, failed } = read(runner, file);
  const unexplained = failed === 0 && (status !== 0 || passed === 0);
  return { passed, failed: failed + (unexplained ? 1 : 0) };
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number };
  errors: unknown[];
}

function read(runner: 'vitest' | 'playwright', file: string): Tally {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return { passed: 0, failed: 0 };
  }
  if (runner === 'playwright') {
    const { stats } = JSON.parse(text) as PlaywrightReport;
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
  }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(text) as VitestReport;
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.length,
  );
  return { passed: numPassedTests, failed: numFailedTests + brokenFiles.length };
}
