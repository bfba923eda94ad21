import { describe, expect, it, onTestFinished } from 'vitest';
import { startCloudonix } from '../../main/emulators/cloudonix.ts';
import { cloudonix } from '../../main/services/cloudonix/service.ts';
import type { RecordedEntry } from '../../main/services/service.fixture.ts';
import { type Playing, play } from './playing.ts';

async function aDemo(settings: Record<string, unknown> = {}, options: Record<string, unknown> = {}) {
  const emulator = await startCloudonix({ port: 0, ...options });
  onTestFinished(() => emulator.stop());
  const players = await Promise.all(
    emulator.accounts.map(async (account) => {
      const playing = play(cloudonix, { ...account.settings, answerTimeout: 5, ...settings });
      await playing.connect();
      await expect.poll(() => stepsOf(playing.of('announce')[0])).toEqual(['acknowledged']);
      return playing;
    }),
  );
  const [nora, omar] = players;
  if (!nora || !omar) throw new Error('the demo has two accounts');
  return { emulator, nora, omar };
}

const stepsOf = (entry: RecordedEntry | undefined) => entry?.steps.map(({ name }) => name);
const marksOf = (entries: RecordedEntry[]) => entries.flatMap(({ draft }) => draft.marks ?? []);
const subscriber = ({ context }: Playing, name: string, channel = 'ch-desk') =>
  context.directory.list('subscriber').find(({ title, parent }) => title === name && parent === channel);

async function send(player: Playing, message: object): Promise<RecordedEntry | undefined> {
  const { entry } = await player.perform({ action: 'send', input: { message: JSON.stringify(message) } });
  return player.entries[(entry ?? 0) - 1];
}

const ways = [
  { transport: 'auto', tokenPlace: 'header' },
  { transport: 'xhr-polling', tokenPlace: 'query' },
  { transport: 'raw-websocket', tokenPlace: 'header' },
];

describe.each(ways)('against the emulator, $transport, token in the $tokenPlace', (way) => {
  it('a message goes from Nora to Omar, and its status moves on', async () => {
    const { nora, omar } = await aDemo(way);
    const sent = await send(nora, { type: 'direct-message', to: 'omar', text: 'Hello Omar' });
    await expect.poll(() => stepsOf(sent)).toEqual(['acknowledged', 'stored', 'received']);
    const received = () => omar.of('direct-message')[0]?.draft;
    await expect.poll(received).toMatchObject({ from: 'nora', preview: 'Hello Omar', marks: [] });
    const report = received()?.offers?.find(({ label }) => label === 'report-delivery');
    await omar.perform({ action: 'send', input: report?.input ?? {} });
    await expect.poll(() => stepsOf(sent)).toEqual(['acknowledged', 'stored', 'received', 'read']);
  });

  it('a token that is invalidated is renewed, and everything goes on', async () => {
    const { emulator, nora } = await aDemo(way);
    await emulator.commit({ fault: 'revoke' });
    await expect.poll(() => nora.losses.map(({ retry }) => retry)).toEqual([true]);
    await nora.connect();
    expect(nora.memory.get('token')).toMatch(/^XI[0-9A-F]{32}$/);
    await expect.poll(() => nora.of('announce').map(stepsOf)).toEqual([['acknowledged'], ['acknowledged']]);
  });

  it('channels and presence fill the directory', async () => {
    const { nora, omar } = await aDemo(way);
    const { directory } = nora.context;
    await expect
      .poll(() => directory.list('channel').map(({ title }) => title))
      .toEqual(['Service desk', 'Early shift']);
    await expect
      .poll(() => subscriber(nora, 'omar')?.presence)
      .toEqual({ tone: 'good', text: 'available: On the road' });
    expect(subscriber(nora, 'pia')).toMatchObject({ badges: ['administrator'], detail: 'name: Pia, team: support' });
    await omar.perform({ action: 'announce', input: { availability: 'dnd', status: 'Driving' } });
    await expect.poll(() => subscriber(nora, 'omar')?.presence).toEqual({ tone: 'busy', text: 'dnd: Driving' });
    await omar.perform({ action: 'unannounce', input: {} });
    await expect.poll(() => subscriber(nora, 'omar')?.presence).toEqual({ tone: 'off', text: 'not listed' });
  });
});

it('a channel is created, Omar is invited and joins it', async () => {
  const { nora, omar } = await aDemo();
  const input = { name: 'Night shift', inviteToken: 'night', attributes: '{"floor":3}' };
  const { entry } = await nora.perform({ action: 'create-channel', input });
  await expect.poll(() => stepsOf(nora.entries[(entry ?? 0) - 1])).toEqual(['answered', 'acknowledged']);
  const channel = () => nora.context.directory.list('channel').find(({ title }) => title === 'Night shift');
  await expect.poll(() => channel()?.badges).toEqual(['administrator']);
  await send(nora, { type: 'invite', 'channel-id': channel()?.id, subscriber: 'omar' });
  const invited = () => omar.context.directory.list('channel').find(({ title }) => title === 'Night shift');
  await expect.poll(() => invited()?.badges).toEqual(['invited']);
  const join = invited()?.offers.find(({ label }) => label === 'join-channel');
  await omar.perform({ action: 'send', input: join?.input ?? {} });
  await expect.poll(() => invited()?.badges).toEqual([]);
  await expect.poll(() => subscriber(nora, 'omar', channel()?.id)?.presence?.tone).toBe('good');
});

it.each(['assigned', 'transaction'])('personas read what they are sent; ids: %s', async (ids) => {
  const { nora } = await aDemo({}, { ids });
  const sent = await send(nora, { type: 'direct-message', to: 'pia', text: 'Hello Pia' });
  await expect.poll(() => stepsOf(sent)).toEqual(['acknowledged', 'stored', 'received', 'displayed', 'read']);
  await expect.poll(() => nora.of('direct-message').filter(({ draft }) => draft.from === 'pia')).toHaveLength(1);
});

it('what is ignored is unanswered, and what is refused says so', async () => {
  const { nora } = await aDemo({ answerTimeout: 0.3 });
  const ignored = await send(nora, { type: 'dance' });
  const refused = await send(nora, { type: 'announce', availability: 'asleep' });
  await expect.poll(() => [stepsOf(ignored), stepsOf(refused)]).toEqual([['unanswered'], ['refused']]);
});

it('faults are seen as what they are', async () => {
  const { emulator, nora, omar } = await aDemo();
  emulator.talk();
  await expect.poll(() => marksOf(nora.of('typing')), { timeout: 5000 }).toEqual(['unknown type']);
  await emulator.commit({ fault: 'malformed' });
  await expect.poll(() => marksOf(nora.of('weather'))).toEqual(['unknown type']);
  expect(marksOf(nora.of('message'))).toContain('no message');
  await emulator.commit({ fault: 'kick' });
  await expect.poll(() => nora.losses.map(({ reason }) => reason.text).join()).toContain('Ended by the service');
  await nora.connect();
  await emulator.commit({ fault: 'drop' });
  await expect.poll(() => nora.losses.map(({ retry }) => retry)).toEqual([true, true]);
  await emulator.commit({ fault: 'refuse', on: true });
  await expect(omar.connect()).rejects.toMatchObject({ retry: false, reason: { code: 'credentials' } });
  await emulator.commit({ fault: 'refuse', on: false });
  await omar.connect();
});
