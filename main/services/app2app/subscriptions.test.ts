import { describe, expect, it } from 'vitest';
import { Subscriptions } from './subscriptions.ts';

describe('Subscriptions', () => {
  it('remembers over a lost line what is wanted', () => {
    const subscriptions = new Subscriptions(['a']);
    subscriptions.accepted(['a']);
    subscriptions.ask(['b', 'refused']);
    subscriptions.accepted(['b']);
    subscriptions.lineLost();
    expect(subscriptions.wanted).toEqual(['a', 'b']);
  });

  it('marks what was left until it is wanted again', () => {
    const subscriptions = new Subscriptions(['a', 'b']);
    subscriptions.leave(['a']);
    expect(subscriptions.wanted).toEqual(['b']);
    expect([subscriptions.hasLeft('a'), subscriptions.hasLeft('b'), subscriptions.hasLeft(undefined)]).toEqual([
      true,
      false,
      false,
    ]);
    subscriptions.accepted(['a', 'b']);
    expect(subscriptions.wanted).toEqual(['b']);
    subscriptions.ask(['a']);
    expect(subscriptions.hasLeft('a')).toBe(false);
  });

  it('attributes an envelope only where there is one destination it can be for', () => {
    const subscriptions = new Subscriptions([]);
    expect(subscriptions.destinationOf(undefined)).toBeUndefined();
    subscriptions.accepted(['a']);
    expect(subscriptions.destinationOf(undefined)).toBe('a');
    expect(subscriptions.destinationOf('b')).toBe('b');
    subscriptions.accepted(['b']);
    expect(subscriptions.destinationOf(undefined)).toBeUndefined();
  });
});
