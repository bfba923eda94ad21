import { describe, expect, it } from 'vitest';
import type { Meter } from '../../../preload/contract/index.ts';
import { Commits } from './commits.ts';

function setUp() {
  const meters: Meter[] = [];
  const counts: Record<string, number> = {};
  const commits = new Commits({ meter: (meter) => void meters.push(meter) }, (destination, count) => {
    counts[destination] = count;
  });
  return { commits, meters, counts };
}

describe('Commits', () => {
  it('counts deliveries, in all and by destination, and commits the oldest first', () => {
    const { commits, meters, counts } = setUp();
    for (const destination of ['a', 'b', 'a', undefined]) commits.delivered(destination);
    expect(counts).toEqual({ a: 2, b: 1 });
    expect(meters.at(-1)).toEqual({ label: 'Uncommitted', value: '4', tone: 'warning' });
    commits.committed(2);
    expect(counts).toEqual({ a: 1, b: 0 });
    expect(commits.uncommitted).toBe(2);
  });

  it('begins anew with the next line', () => {
    const { commits, meters, counts } = setUp();
    commits.delivered('a');
    commits.lineLost();
    expect(counts).toEqual({ a: 0 });
    expect(meters.at(-1)).toEqual({ label: 'Uncommitted', value: '0', tone: 'plain' });
  });
});
