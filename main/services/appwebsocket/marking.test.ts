import { expect, it } from 'vitest';
import { Refusal } from '../../refusal.ts';
import { sealMarked } from './marking.ts';

const seal = (plain: string, seed = 'fresh') => ({ seed, data: `<${plain}|${seed}>` });
const sealed = (message: object) => sealMarked(message, seal).message;

it('replaces marks at any depth, and puts each seed beside', () => {
  const message = {
    mt: 'X',
    text: { encrypted: 'a' },
    list: [{ inner: { encrypted: 'b', seedIn: 'innerSeed' } }],
    n: 1,
  };
  expect(sealMarked(message, seal)).toEqual({
    count: 2,
    message: { mt: 'X', text: '<a|fresh>', list: [{ inner: '<b|fresh>', innerSeed: 'fresh' }], n: 1, seed: 'fresh' },
  });
});

it('uses the seed that stands there', () => {
  expect(sealed({ seed: 'mine', text: { encrypted: 'a' } })).toEqual({ seed: 'mine', text: '<a|mine>' });
});

it('leaves alone what is no mark', () => {
  const message = { encrypted: 'plain', a: { encrypted: 1 }, b: { encrypted: 'x', more: true }, c: null };
  expect(sealMarked(message, seal)).toEqual({ count: 0, message });
});

it('refuses a seed that has no place of its own', () => {
  const twice = { one: { encrypted: 'a' }, two: { encrypted: 'b' } };
  for (const message of [twice, { list: [{ encrypted: 'a' }] }, { seed: 7, text: { encrypted: 'a' } }]) {
    expect(() => sealed(message)).toThrow(Refusal);
  }
  expect(sealed({ one: { encrypted: 'a' }, two: { encrypted: 'b', seedIn: 'other' } })).toMatchObject({
    seed: 'fresh',
    other: 'fresh',
  });
});

it('keeps dangerous names inert', () => {
  const message = JSON.parse('{"__proto__":{"text":{"encrypted":"a"}}}');
  expect(JSON.stringify(sealed(message))).toBe('{"__proto__":{"text":"<a|fresh>","seed":"fresh"}}');
  expect({}).not.toHaveProperty('text');
});
