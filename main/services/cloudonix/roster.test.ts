import { expect, it } from 'vitest';
import { aContext } from '../service.fixture.ts';
import { Catalogue, messageTypes } from './catalogue.ts';
import { readMessage } from './message.ts';
import { Roster } from './roster.ts';
import { settings } from './settings.ts';
import { TypeList } from './type-list.ts';

function aRoster() {
  const { context, items } = aContext(settings.parse({ url: 'http://127.0.0.1/messaging' }));
  const roster = new Roster(context.directory, new Catalogue(messageTypes));
  const learn = (message: object) => {
    const read = readMessage(JSON.stringify(message));
    if (read) roster.learn(read);
  };
  return { roster, learn, items, list: context.directory.list };
}

const pia = {
  id: 'pia',
  status: 'At the desk',
  availability: 'available',
  administrator: true,
  attributes: { team: 'x' },
};

it('lists memberships, and says which are no longer listed', () => {
  const { learn, list } = aRoster();
  const member = (id: string, administrator: boolean) => ({ 'channel-id': id, name: `Channel ${id}`, administrator });
  learn({ type: 'anything', memberships: [member('a', true), member('b', false), null, { name: 'no id' }] });
  expect(list('channel')).toMatchObject([
    { id: 'a', title: 'Channel a', badges: ['administrator'] },
    { id: 'b', title: 'Channel b', badges: [] },
  ]);
  learn({ type: 'anything', memberships: [member('a', false)] });
  expect(list('channel').map(({ badges }) => badges)).toEqual([[], ['not listed']]);
  learn({ type: 'single', membership: member('b', true) });
  learn({ type: 'flat', ...member('c', true) });
  expect(list('channel').map(({ badges }) => badges)).toEqual([[], ['administrator'], ['administrator']]);
});

it('lists who is in a channel, with presence, administrator and attributes', () => {
  const { learn, list } = aRoster();
  const others = ['busy', 'dnd', 'invisible', 'asleep'].map((availability) => ({ id: availability, availability }));
  learn({ type: 'anything', 'channel-id': 'desk', subscribers: [pia, ...others, 7, { id: '' }] });
  expect(list('subscriber')).toMatchObject([
    {
      ...{ title: 'pia', parent: 'desk', detail: 'team: x', badges: ['administrator'] },
      presence: { tone: 'good', text: 'available: At the desk' },
    },
    { title: 'busy', presence: { tone: 'busy', text: 'busy' }, badges: [] },
    { title: 'dnd', presence: { tone: 'busy' } },
    { title: 'invisible', presence: { tone: 'off' } },
    { title: 'asleep', presence: { tone: 'away', text: 'asleep' } },
  ]);
  learn({ type: 'anything', 'channel-id': 'other', subscribers: [pia] });
  learn({ type: 'anything', 'channel-id': 'desk', subscribers: [{ ...pia, availability: 'busy' }] });
  const presences = list('subscriber').map(({ title, parent, presence }) => [title, parent, presence?.text]);
  expect(presences).toEqual([
    ['pia', 'desk', 'busy: At the desk'],
    ...['busy', 'dnd', 'invisible', 'asleep'].map((id) => [id, 'desk', 'not listed']),
    ['pia', 'other', 'available: At the desk'],
  ]);
});

it('knows a subscriber by its shape, in or as a message, and nobody’s presence without a line', () => {
  const { roster, learn, list } = aRoster();
  learn({ type: 'presence', ...pia });
  learn({ type: 'changed', 'channel-id': 'desk', subscriber: pia });
  expect(list('subscriber').map(({ parent, presence }) => [parent, presence?.tone])).toEqual([
    [undefined, 'good'],
    ['desk', 'good'],
  ]);
  roster.lineLost();
  expect(list('subscriber').map(({ presence }) => presence)).toEqual([undefined, undefined]);
});

it('lists an invitation with what can be done with it', () => {
  const { learn, list } = aRoster();
  learn({ type: 'invitation', 'channel-id': 'n', name: 'Night', 'invite-token': 'secret', attributes: { floor: 3 } });
  const [item] = list('channel');
  expect(item).toMatchObject({ title: 'Night', detail: 'n · floor: 3', badges: ['invited'] });
  const join = item?.offers.find(({ label }) => label === 'join-channel');
  expect(JSON.parse(String(join?.input.message))).toEqual({ type: 'join-channel', 'invite-token': 'secret' });
  const invite = item?.offers.find(({ label }) => label === 'invite');
  expect(JSON.parse(String(invite?.input.message))).toEqual({ type: 'invite', 'channel-id': 'n', subscriber: '' });
});

it('remembers no more than it has room for', () => {
  const { learn, list } = aRoster();
  for (let batch = 0; batch < 12; batch++) {
    const subscribers = Array.from({ length: 1000 }, (_, n) => ({ id: `${batch}-${n}`, availability: 'busy' }));
    learn({ type: 'x', subscribers });
    learn({ type: 'x', memberships: subscribers.map(({ id }) => ({ 'channel-id': id })) });
  }
  expect([list('subscriber').length, list('channel').length]).toEqual([10_000, 2000]);
});

it('lists message types: the catalogue’s, and those it does not know', () => {
  const { context } = aContext(settings.parse({ url: 'http://127.0.0.1/messaging' }));
  const types = new TypeList(context.directory, new Catalogue(messageTypes));
  types.show();
  for (let n = 0; n < 300; n++) types.stranger(`strange ${n}`);
  const listed = context.directory.list('type');
  expect(listed).toHaveLength(messageTypes.length + 200);
  const create = listed.find(({ title }) => title === 'create-channel');
  expect(create).toMatchObject({ badges: ['sent', 'documented'], detail: expect.stringContaining('invitation') });
  expect(create?.offers).toMatchObject([{ label: 'Compose', action: 'send', how: 'compose' }]);
  expect(JSON.parse(String(create?.offers[0]?.input.message))).toMatchObject({ type: 'create-channel', name: '' });
  expect(listed.find(({ title }) => title === 'delivery')).toMatchObject({
    badges: ['received', 'documented'],
    offers: [],
  });
  expect(listed.find(({ title }) => title === 'memberships')?.badges).toEqual(['received', 'assumed']);
  expect(listed.at(-1)).toMatchObject({ badges: ['received', 'unknown'] });
});
