import { describe, expect, it } from 'vitest';
import {
  anEmulator,
  framedClient,
  type PlainClient,
  type Received,
  rawClient,
  tokenOf,
} from './cloudonix/plain-client.fixture.ts';

const text = 'Hello Omar';

async function aPair(options: Record<string, unknown> = {}) {
  const { emulator, nora, omar } = await anEmulator(options);
  const [n, o] = [rawClient(emulator, tokenOf(nora)), rawClient(emulator, tokenOf(omar))];
  await Promise.all([n.opened, o.opened]);
  return { emulator, nora, omar, n, o };
}

const acks = (client: PlainClient) => client.of('ack');
const states = (client: PlainClient) => client.of('delivery').map(({ status }) => status);
const shown = (client: PlainClient, id: string) =>
  (client.of('subscribers').at(-1)?.subscribers as Received[] | undefined)?.find((each) => each.id === id);

describe.each(['raw', 'websocket', 'xhr-streaming', 'xhr-polling'])('over %s', (transport) => {
  it('acknowledges each message in order, under its id where it has one', async () => {
    const { emulator, nora } = await anEmulator();
    const client =
      transport === 'raw' ? rawClient(emulator, tokenOf(nora)) : framedClient(emulator, tokenOf(nora), transport);
    await client.opened;
    client.send({ type: 'announce', id: 't1', status: 'At my desk', availability: 'available', attributes: {} });
    client.send({ type: 'announce', id: 't2', availability: 'asleep' });
    client.send({ type: 'unannounce' });
    await expect.poll(() => acks(client)).toHaveLength(3);
    expect(acks(client)).toEqual([
      { type: 'ack', id: 't1', 'reply-to': 't1', status: true },
      { type: 'ack', id: 't2', 'reply-to': 't2', status: false },
      { type: 'ack', status: true },
    ]);
  });
});

it('offers only xhr where WebSocket is off', async () => {
  const { emulator, nora } = await anEmulator({ websocket: 'off' });
  const info = await fetch(`${emulator.url}/info?access_token=${tokenOf(nora)}`);
  expect(await info.json()).toMatchObject({ websocket: false });
  const client = framedClient(emulator, tokenOf(nora), 'xhr-polling');
  await client.opened;
});

it('ignores what is malformed or of an unknown type, without a word', async () => {
  const { n } = await aPair();
  for (const message of ['no JSON', '[]', '7', {}, { type: 7 }, { type: 'dance', id: 'd' }, { type: 'toString' }]) {
    n.send(message);
  }
  n.send({ type: 'unannounce', id: 'after' });
  await expect.poll(() => acks(n).map(({ id }) => id)).toEqual(['after']);
});

it('answers create-channel with an invitation, then acknowledges it', async () => {
  const { n, o } = await aPair();
  n.send({ type: 'create-channel', id: 'c1', name: 'Night shift', 'invite-token': 'night', attributes: { floor: 3 } });
  await expect.poll(() => acks(n)).toMatchObject([{ 'reply-to': 'c1', status: true }]);
  const types = n.texts.map((each) => JSON.parse(each).type);
  expect(types.slice(types.indexOf('invitation'))).toEqual(['invitation', 'ack', 'memberships', 'subscribers']);
  const [invitation] = n.of('invitation');
  expect(invitation).toMatchObject({ 'reply-to': 'c1', name: 'Night shift', 'invite-token': 'night' });
  expect(n.of('memberships').at(-1)?.memberships).toContainEqual(
    expect.objectContaining({ 'channel-id': invitation?.['channel-id'], administrator: true }),
  );
  o.send({ type: 'join-channel', id: 'j1', 'invite-token': 'night' });
  await expect.poll(() => acks(o)).toMatchObject([{ id: 'j1', status: true }]);
  o.send({ type: 'create-channel', id: 'c2', name: 'Taken', 'invite-token': 'night' });
  await expect.poll(() => acks(o).at(-1)).toMatchObject({ id: 'c2', status: false });
});

it('shows presence to the members of a channel, and hides who is invisible', async () => {
  const { n, o } = await aPair();
  expect(shown(o, 'nora')).toBeUndefined();
  n.send({ type: 'announce', status: 'In a call', availability: 'dnd', attributes: { floor: 2 } });
  const expected = { id: 'nora', status: 'In a call', availability: 'dnd', administrator: false };
  await expect.poll(() => shown(o, 'nora')).toEqual({ ...expected, attributes: { floor: 2 } });
  n.send({ type: 'unannounce' });
  await expect.poll(() => shown(o, 'nora')).toBeUndefined();
  n.send({ type: 'announce', availability: 'busy' });
  await expect.poll(() => shown(o, 'nora')).toMatchObject({ availability: 'busy' });
  n.close();
  await expect.poll(() => shown(o, 'nora')).toBeUndefined();
});

describe.each(['assigned', 'transaction'])('ids: %s', (ids) => {
  it('tells the sender how far a message has come', async () => {
    const { n, o } = await aPair({ ids });
    n.send({ type: 'direct-message', id: 'm1', to: 'omar', text });
    await expect.poll(() => o.of('direct-message')).toMatchObject([{ from: 'nora', text }]);
    const id = o.of('direct-message')[0]?.['message-id'];
    if (ids === 'transaction') expect(id).toBe('m1');
    else expect(acks(n)).toMatchObject([{ id: 'm1', status: true, 'message-id': id }]);
    o.send({ type: 'report-delivery', 'message-id': id, status: 'displayed' });
    o.send({ type: 'report-delivery', 'message-id': id, status: 'read' });
    await expect.poll(() => states(n)).toEqual(['stored', 'received', 'displayed', 'read']);
    expect(new Set(n.of('delivery').map((each) => each['message-id']))).toEqual(new Set([id]));
  });
});

it('stores for who is away', async () => {
  const { emulator, nora, omar } = await anEmulator();
  const n = rawClient(emulator, tokenOf(nora));
  await n.opened;
  n.send({ type: 'direct-message', id: 'm1', to: 'omar', text });
  await expect.poll(() => states(n)).toEqual(['stored']);
  const o = rawClient(emulator, tokenOf(omar));
  await expect.poll(() => o.of('direct-message')).toMatchObject([{ text }]);
  await expect.poll(() => states(n)).toEqual(['stored', 'received']);
});

describe('personas', () => {
  it('read and answer what they are sent', async () => {
    const { n } = await aPair();
    n.send({ type: 'direct-message', id: 'm1', to: 'pia', text: 'Hello Pia' });
    await expect.poll(() => states(n)).toEqual(['stored', 'received', 'displayed', 'read']);
    await expect.poll(() => n.of('direct-message'), { timeout: 5000 }).toMatchObject([{ from: 'pia' }]);
  });

  it('talk, and the service says what nobody asked for', async () => {
    const { emulator, n, o } = await aPair();
    emulator.talk();
    emulator.talk();
    await expect.poll(() => n.of('direct-message'), { timeout: 5000 }).toHaveLength(1);
    await expect.poll(() => o.of('channel-message'), { timeout: 5000 }).toHaveLength(1);
    await expect.poll(() => o.of('typing'), { timeout: 5000 }).toHaveLength(1);
  });
});

describe('faults', () => {
  it('drops lines without a word', async () => {
    const { emulator, n } = await aPair();
    await emulator.commit({ fault: 'drop' });
    expect(await n.closed).toMatchObject({ code: 1006 });
  });

  it('ends lines with a reason', async () => {
    const { emulator, omar, n } = await aPair();
    const framed = framedClient(emulator, tokenOf(omar), 'websocket');
    await framed.opened;
    await emulator.commit({ fault: 'kick' });
    expect(await n.closed).toEqual({ code: 3001, reason: 'Ended by the service' });
    expect(await framed.closed).toMatchObject({ code: 3001, reason: 'Ended by the service' });
  });

  it('refuses new lines and keeps those that are open', async () => {
    const { emulator, nora, omar } = await anEmulator();
    const polling = framedClient(emulator, tokenOf(nora), 'xhr-polling');
    await polling.opened;
    await emulator.commit({ fault: 'refuse', on: true });
    expect(await rawClient(emulator, tokenOf(omar)).closed).toMatchObject({ code: 1006 });
    polling.send({ type: 'unannounce', id: 'u' });
    await expect.poll(() => acks(polling)).toHaveLength(1);
    await emulator.commit({ fault: 'refuse', on: false });
    await rawClient(emulator, tokenOf(omar)).opened;
  });

  it('takes everything and answers nothing', async () => {
    const { emulator, n, o } = await aPair();
    await emulator.commit({ fault: 'no-acknowledgement', on: true });
    n.send({ type: 'create-channel', id: 'c', name: 'Silent' });
    n.send({ type: 'direct-message', id: 'm', to: 'omar', text });
    await expect.poll(() => o.of('direct-message')).toHaveLength(1);
    await emulator.commit({ fault: 'no-acknowledgement', on: false });
    n.send({ type: 'unannounce', id: 'u' });
    await expect.poll(() => acks(n).map(({ id }) => id)).toEqual(['u']);
  });

  it('sends twice, huge and malformed', async () => {
    const { emulator, n } = await aPair();
    n.send({ type: 'unannounce', id: 'u' });
    await expect.poll(() => acks(n)).toHaveLength(1);
    await emulator.commit({ fault: 'duplicate' });
    await expect.poll(() => n.texts.at(-1) === n.texts.at(-2)).toBe(true);
    await emulator.commit({ fault: 'huge', bytes: 3_000_000 });
    await expect.poll(() => String(n.of('direct-message')[0]?.text).length).toBe(3_000_000);
    await emulator.commit({ fault: 'malformed' });
    await expect.poll(() => n.of('weather')).toHaveLength(1);
    expect(n.texts).toContain('42');
  });

  it('bursts in order and loses nothing', async () => {
    const { emulator, n } = await aPair();
    await emulator.commit({ fault: 'burst', perSecond: 1500, seconds: 1 });
    await expect.poll(() => n.of('channel-message').length, { timeout: 10_000 }).toBe(1500);
    const numbers = n.of('channel-message').map((each) => each['message-id']);
    expect(numbers).toEqual(Array.from({ length: 1500 }, (_, index) => `burst-${index + 1}`));
  });
});
