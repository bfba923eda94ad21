import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { directoryItem } from '../../../preload/contract/index.ts';
import { networkFields } from '../../transports/network.ts';
import { aContext } from '../service.fixture.ts';
import { Destinations } from './destinations.ts';

const uri = (membership: string, name: string) => `kld://app2app/m/${membership}/e/e1/s/s1/d/${name}`;
const mine = uri('m1', 'alice');
const theirs = uri('m2', 'bob');
const book = [
  {
    membership: '/m1',
    destinations: [
      { uri: mine, name: 'alice' },
      { uri: uri('m1', 'spare'), name: 'spare' },
    ],
  },
  { membership: '/m2', destinations: [{ uri: theirs, name: 'bob' }] },
];

function setUp(can = { commit: false, remove: false }) {
  const { context, items } = aContext(z.strictObject(networkFields).parse({}));
  const { directory } = context;
  const ids = (kind: string) => directory.list(kind).map(({ id }) => id);
  return { destinations: new Destinations(directory, can), directory, items, ids };
}

describe('Destinations', () => {
  it('stand under their memberships until one is known to be ours', () => {
    const { destinations, directory, ids } = setUp();
    destinations.addressbook(book);
    expect(ids('membership')).toEqual(['m1', 'm2']);
    expect(ids('destination')).toEqual([]);
    destinations.subscribed(mine);
    expect(ids('membership')).toEqual(['m2']);
    expect(ids('destination').sort()).toEqual([mine, uri('m1', 'spare')]);
    expect(directory.get('peer', theirs)).toMatchObject({
      parent: 'm2',
      title: 'bob',
      offers: [{ label: 'Produce to', action: 'produce', input: { to: theirs }, how: 'compose' }],
    });
  });

  it('are ours also when they were subscribed to before the addressbook came', () => {
    const { destinations, ids } = setUp();
    destinations.subscribed(mine);
    destinations.addressbook(book);
    expect(ids('destination')).toEqual([mine, uri('m1', 'spare')]);
    expect(ids('peer')).toEqual([theirs]);
  });

  it('offer what can be done with them', () => {
    const { destinations, directory } = setUp({ commit: true, remove: true });
    destinations.own([{ uri: mine, name: 'alice', managed: false, ready: false }]);
    const offers = () => directory.get('destination', mine)?.offers.map(({ label }) => label);
    expect(offers()).toEqual(['Subscribe', 'Produce from', 'Remove']);
    expect(directory.get('destination', mine)?.badges).toEqual(['external', 'not ready']);
    destinations.subscribed(mine);
    expect(offers()).toEqual(['Unsubscribe', 'Produce from', 'Remove']);
    destinations.lineLost();
    expect(offers()?.[0]).toBe('Subscribe');
  });

  it('count what goes through them, and only those already known', async () => {
    const { destinations, directory, items } = setUp({ commit: true, remove: false });
    destinations.addressbook(book);
    destinations.subscribed(mine);
    destinations.received(theirs, mine);
    destinations.sent(mine, theirs);
    destinations.uncommitted(mine, 3);
    const before = items.size;
    destinations.received('__proto__', 'kld://stranger');
    destinations.uncommitted('kld://stranger', 1);
    await new Promise(setImmediate);
    expect(items.size).toBe(before);
    expect(directory.get('destination', mine)?.counters).toEqual([
      { label: 'received', value: 1 },
      { label: 'sent', value: 1 },
      { label: 'uncommitted', value: 3 },
    ]);
  });

  it('are gone once removed', () => {
    const { destinations, ids } = setUp();
    destinations.own([{ uri: mine, name: 'alice', managed: true, ready: true }]);
    expect(destinations.named('alice')).toBe(mine);
    destinations.remove(mine);
    expect(ids('destination')).toEqual([]);
    expect(destinations.named('alice')).toBeUndefined();
  });

  it('fulfil the contract', () => {
    const { destinations, items } = setUp({ commit: true, remove: true });
    destinations.addressbook(book);
    destinations.subscribed('not a kld address');
    expect([...items.values()].every((item) => directoryItem.safeParse(item).success)).toBe(true);
    expect(items.size).toBe(6);
  });
});
