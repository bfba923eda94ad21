import { describe, expect, it } from 'vitest';
import { shortAddress } from './short-address.ts';

describe('a short address', () => {
  it('stays whole when it is short', () => {
    expect(shortAddress('alice@example.net')).toBe('alice@example.net');
  });

  it('keeps the last segment of a path', () => {
    expect(shortAddress('kld://net/m/u0abc/e/u0def/s/u0ghi/d/bob')).toBe('…/bob');
    expect(shortAddress('/rooms/of/a/very/long/tree/kitchen/')).toBe('…/kitchen');
  });

  it('cuts a long segment in its middle', () => {
    const short = shortAddress(`kld://x/${'a'.repeat(30)}${'b'.repeat(30)}`);
    expect(short).toMatch(/^a+…b+$/);
    expect(short.length).toBeLessThanOrEqual(26);
  });
});
