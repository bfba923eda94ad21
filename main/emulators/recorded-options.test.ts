import { expect, it } from 'vitest';
import { optionsOf } from './recorded-options.ts';

it.each([
  ['app2app', '4', { generation: 4 }],
  ['app2app', '2', { generation: 2 }],
  ['app2app', '5', {}],
  ['bowl', '4', {}],
] as const)('makes %s of Socket.IO %s what was recorded', (service, generation, options) => {
  expect(optionsOf(service, { facts: new Map([['Socket.IO generation', generation]]) })).toEqual(options);
  expect(optionsOf(service, { facts: new Map() })).toEqual({});
});
