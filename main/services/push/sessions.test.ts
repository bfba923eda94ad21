import { expect, it } from 'vitest';
import type { DirectoryItem } from '../../../preload/contract/index.ts';
import { Sessions, shortened } from './sessions.ts';

function aDirectory() {
  const items = new Map<string, DirectoryItem>();
  const sessions = new Sessions({
    put: (item) => void items.set(item.id, item),
    get: (_, id) => items.get(id),
    list: () => [...items.values()],
    remove: (_, id) => void items.delete(id),
  });
  const badges = (urn: string) => items.get(urn)?.badges;
  const offers = (urn: string) => items.get(urn)?.offers.map(({ label }) => label);
  return { items, sessions, badges, offers };
}

it('shows which session is used, listened to and remembered', () => {
  const { sessions, badges, offers } = aDirectory();
  sessions.use('first');
  expect(badges('first')).toEqual(['current', 'remembered']);
  expect(offers('first')).toEqual(['Send', 'Register anew', 'Forget', 'Listen']);
  sessions.listening('first', true);
  sessions.use('second');
  expect([badges('first'), badges('second')]).toEqual([['listening'], ['current', 'remembered']]);
  expect(offers('first')).toEqual(['Stop listening']);
  sessions.forgotten();
  expect(badges('second')).toEqual(['current']);
  expect(offers('second')).toEqual(['Send', 'Register anew', 'Listen']);
});

it('is out of one channel or of all', () => {
  const { sessions, badges } = aDirectory();
  sessions.use('first');
  for (const urn of ['first', 'second', 'third']) sessions.listening(urn, true);
  sessions.kickedOut('second');
  sessions.kickedOut('__proto__');
  expect([badges('first'), badges('second')]).toEqual([['current', 'listening', 'remembered'], []]);
  sessions.kickedOut(undefined);
  expect([badges('first'), badges('third')]).toEqual([['current', 'remembered'], []]);
});

it('counts what is known, and nothing else', async () => {
  const { sessions, items } = aDirectory();
  sessions.use('first');
  for (let time = 0; time < 1000; time++) sessions.count('first', 'received');
  sessions.count('first', 'sent');
  sessions.count('stranger', 'received');
  await new Promise(setImmediate);
  expect([...items.values()].map(({ counters }) => counters)).toEqual([
    [
      { label: 'received', value: 1000 },
      { label: 'sent', value: 1 },
    ],
  ]);
});

it('forgets the oldest, never the current one', () => {
  const { sessions, items } = aDirectory();
  sessions.use('current');
  for (let index = 0; index < 300; index++) {
    sessions.want(`urn-${index}`, true);
    sessions.listening(`urn-${index}`, true);
  }
  expect(items.size).toBe(200);
  expect(items.has('current')).toBe(true);
  expect(sessions.wanted).toHaveLength(199);
});

it('shows no urn whole unless it is short', () => {
  expect([shortened('urn-1'), shortened('86334365379-57e85728')]).toEqual(['urn-1', '8633…5728']);
});
