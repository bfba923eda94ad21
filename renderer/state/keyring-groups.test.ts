import { describe, expect, it } from 'vitest';
import { anIdentity, aPeer, aSharedKey } from '../keyring.fixture.ts';
import { keyringGroups } from './keyring-groups.ts';

const alice = anIdentity('alice', { demo: true });
const bob = anIdentity('bob');
const carol = aPeer('carol', { warnings: [{ code: 'weak-key', text: 'It is short.' }] });
const group = aSharedKey('group 7');
const all = [group, carol, bob, alice];

function found(filter: string): string[][] {
  const names = (item: { address: string }) => (item.address === bob.address ? ['Head office'] : []);
  return keyringGroups(all, filter, names).map(({ title, items }) => [title, ...items.map(({ address }) => address)]);
}

describe('keyringGroups', () => {
  it('puts items by kind, in the order of their addresses', () => {
    expect(found('')).toEqual([
      ['Identities', alice.address, bob.address],
      ['Peers', carol.address],
      ['Shared keys', 'group 7'],
    ]);
  });

  it('wants every word, keeps quoted ones together, and leaves out what is not wanted', () => {
    expect(found('ACME cn=bob')).toEqual([['Identities', bob.address]]);
    expect(found('"group 7"')).toEqual([['Shared keys', 'group 7']]);
    expect(found('"7 group"')).toEqual([]);
    expect(found('acme -demo -weak')).toEqual([['Identities', bob.address]]);
  });

  it('finds by fingerprint and by the names of profiles', () => {
    expect(found(carol.fingerprint.toLowerCase())).toEqual([['Peers', carol.address]]);
    expect(found('head')).toEqual([['Identities', bob.address]]);
  });
});
