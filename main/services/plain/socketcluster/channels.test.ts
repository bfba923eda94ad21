import { expect, it } from 'vitest';
import { aContext } from '../../service.fixture.ts';
import { Channels } from './channels.ts';
import { settings } from './settings.ts';

function someChannels(...wanted: string[]) {
  const { context } = aContext(settings.parse({ url: 'ws://host' }));
  const channels = new Channels(context.directory, wanted);
  const badges = (name: string) => context.directory.get('channel', name)?.badges;
  return { channels, badges, directory: context.directory };
}

it('shows that nothing was answered, and a late yes', () => {
  const { channels, badges } = someChannels();
  channels.asked('news', undefined);
  channels.answered('news', undefined);
  expect(badges('news')).toEqual(['unanswered']);
  channels.answered('news', true);
  expect(badges('news')).toEqual(['subscribed']);
  expect(channels.wanted.map(({ name }) => name)).toEqual(['news']);
});

it('takes no yes for what was left meanwhile', () => {
  const { channels, badges } = someChannels();
  channels.asked('news', undefined);
  channels.left('news');
  channels.answered('news', true);
  expect(badges('news')).toEqual([]);
  expect(channels.wanted).toEqual([]);
});

it('asks again for what the profile wants and the server refused, not for what was tried by hand', () => {
  const { channels } = someChannels('always');
  for (const name of ['always', 'once']) {
    channels.asked(name, undefined);
    channels.answered(name, false);
  }
  channels.lineLost();
  expect(channels.wanted.map(({ name }) => name)).toEqual(['always']);
});

it('is put out of all channels at once', () => {
  const { channels, badges } = someChannels();
  for (const name of ['a', 'b']) {
    channels.asked(name, undefined);
    channels.answered(name, true);
  }
  channels.putOut(undefined);
  expect([badges('a'), badges('b')]).toEqual([['put out'], ['put out']]);
});

it('takes no notice of channels that a server makes up', () => {
  const { channels, directory } = someChannels();
  channels.count('made up', 'received');
  channels.putOut('made up');
  expect(directory.list('channel')).toEqual([]);
});
