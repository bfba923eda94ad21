import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { aLens, aMemory } from '../service.fixture.ts';
import { judge } from './judge.ts';
import { makeGroupKey, sealForGroup } from './suite.ts';

const groupKey = makeGroupKey();
const packet = (message: string) => [JSON.stringify({ groupId: 'g-1', message })];
const keyOf = (base64: string) => createSecretKey(base64, 'base64');
const memory = aMemory(new Map());

describe('a message of a group that no invitation came for', () => {
  const args = packet(sealForGroup('Ahoy', groupKey, 'gcm-prefixed-iv'));

  it('opens with a key that was imported for the group, whichever of several it is', async () => {
    const lens = aLens({ shared: { 'g-1': [keyOf(makeGroupKey()), keyOf(groupKey)] } });
    expect(await judge(args, lens, memory)).toMatchObject({
      opened: { state: 'opened', by: "the keyring's key of g-1" },
      inside: 'Ahoy',
    });
  });

  it('stays locked, and says what helps, where the keyring has a key of other groups only', async () => {
    const { opened, facts } = await judge(args, aLens({ shared: { 'g-2': [keyOf(groupKey)] } }), memory);
    expect(opened).toEqual({ state: 'locked', needs: [] });
    expect(facts).toContainEqual({ name: 'Group key', value: expect.stringContaining('for the address g-1') });
  });

  it('is broken where the imported key is another', async () => {
    const { opened } = await judge(args, aLens({ shared: { 'g-1': [keyOf(makeGroupKey())] } }), memory);
    expect(opened.state).toBe('broken');
  });
});
