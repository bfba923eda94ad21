import { expect, it } from 'vitest';
import { faultUsage, readFault } from './fault-line.ts';

it.each([
  ['drop', { fault: 'drop' }],
  ['refuse on', { fault: 'refuse', on: true }],
  ['refuse off', { fault: 'refuse', on: false }],
  ['slow 500', { fault: 'slow', ms: 500 }],
  ['no-acknowledgement on', { fault: 'no-acknowledgement', on: true }],
  ['duplicate', { fault: 'duplicate' }],
  ['huge 2000000', { fault: 'huge', bytes: 2_000_000 }],
  ['malformed', { fault: 'malformed' }],
  ['  burst  500   20 ', { fault: 'burst', perSecond: 500, seconds: 20 }],
])('reads "%s"', (line, fault) => {
  expect(readFault(line)).toEqual(fault);
});

it.each(['', 'explode', 'refuse', 'refuse perhaps', 'slow', 'slow soon', 'slow -1', 'burst 500', 'drop now'])(
  'refuses "%s"',
  (line) => {
    expect(readFault(line)).toBeUndefined();
  },
);

it('says how each is typed', () => {
  expect(faultUsage).toContain('burst <perSecond> <seconds>');
  expect(faultUsage).toContain('refuse on|off');
  expect(faultUsage).toContain('drop');
});
