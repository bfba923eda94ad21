import { describe, expect, it } from 'vitest';
import { aLens } from '../service.fixture.ts';
import type { Dialect } from './message.ts';
import { alice, bob } from './peer.fixture.ts';
import { aPeer, aSession } from './session.fixture.ts';

it('notes what the directory lacks, whatever the reason', async () => {
  const peer = await aPeer({ generation: 4, dialect: 'headers' });
  const management = { managementUrl: 'http://127.0.0.1:1', runtimeId: 'r', apiKey: 'hunter2 \u20ac' };
  const { connect, of } = aSession(peer, management);
  await connect();
  const notes = () => of('directory incomplete').flatMap(({ draft }) => draft.args);
  await expect.poll(notes).toContainEqual(expect.objectContaining({ code: 'settings' }));
  expect(JSON.stringify(notes())).not.toContain('hunter2');
});

const text = (text: string) => ({ as: 'text', text });
const cases: { generation: 2 | 4; dialect: Dialect }[] = [
  { generation: 2, dialect: 'headers' },
  { generation: 2, dialect: 'flat' },
  { generation: 4, dialect: 'headers' },
  { generation: 4, dialect: 'flat' },
];

describe.each(cases)('with Socket.IO $generation, dialect $dialect', ({ generation, dialect }) => {
  it('produces: acknowledged, then delivered', async () => {
    const peer = await aPeer({ generation, dialect });
    const { connect, perform, of } = aSession(peer, { dialect });
    await connect();
    await perform('produce', { from: alice, to: bob, content: text('zażółć'), key: 'key1' });
    await expect.poll(() => of('produce')[0]?.steps).toHaveLength(2);
    expect(of('produce')).toMatchObject([
      {
        waiting: false,
        steps: [{ name: 'acknowledged', text: 'Message sent.' }, { name: 'delivered' }],
        draft: { from: alice, to: bob, preview: 'zażółć', signature: { state: 'unsigned' } },
      },
    ]);
    const nested = { headers: { from: alice, to: bob }, content: 'zażółć' };
    const flat = { from: alice, to: bob, content: 'zażółć' };
    expect(peer.produced).toEqual([[dialect === 'flat' ? flat : nested, 'key1']]);
  });

  it('signs the bytes of the content where it has the sender’s key', async () => {
    const peer = await aPeer({ generation, dialect });
    const lens = aLens({ ours: [alice] });
    const { connect, perform } = aSession(peer, { dialect }, lens);
    await connect();
    const content = Buffer.of(0, 1, 255);
    await perform('produce', { from: alice, to: bob, content: { as: 'binary', base64: content.toString('base64') } });
    await expect.poll(() => peer.produced).toHaveLength(1);
    const [message] = peer.produced[0] as [{ content: Buffer; signature: Buffer; headers: { signature: Buffer } }];
    expect(message.content).toEqual(content);
    const signature = dialect === 'flat' ? message.signature : message.headers.signature;
    expect((await lens.verify(content, signature, alice)).signature).toEqual({ state: 'verified', by: alice });
  });

  it('records deliveries with all their arguments', async () => {
    const peer = await aPeer({ generation, dialect });
    const { connect, entries } = aSession(peer);
    await connect();
    peer.deliver('hello', 'key1', 1_795_215_517_423);
    const delivered = () => entries.find(({ draft }) => draft.kind === 'data' || draft.kind === 'message')?.draft;
    await expect.poll(delivered).toBeDefined();
    expect(delivered()).toMatchObject({
      direction: 'in',
      kind: dialect === 'flat' ? 'message' : 'data',
      from: bob,
      to: alice,
      preview: 'hello',
      marks: [],
      opened: { state: 'plain' },
      signature: { state: 'unsigned' },
    });
    expect(delivered()?.args.slice(1)).toEqual(['key1', 1_795_215_517_423]);
  });

  it('commits by hand, and counts what is uncommitted', async () => {
    const peer = await aPeer({ generation, dialect });
    const { connect, perform, meters, context } = aSession(peer, {
      ...{ auto_commit: false, read_ahead: 50, subscribe: [alice] },
    });
    await connect();
    await expect.poll(() => context.directory.get('destination', alice)?.badges).toEqual(['subscribed']);
    expect(peer.queries[0]).toMatchObject({ auto_commit: 'false', read_ahead: '50' });
    for (const key of ['1', '2', '3']) peer.deliver('hello', key, 1);
    await expect.poll(() => meters.get('Uncommitted')?.value).toBe('3');
    await perform('commit', { count: 2 });
    await expect.poll(() => peer.commits).toBe(2);
    expect(meters.get('Uncommitted')?.value).toBe('1');
    expect(context.directory.get('destination', alice)?.counters).toContainEqual({ label: 'uncommitted', value: 1 });
    await expect(perform('commit', { count: 2 })).rejects.toThrow('Only 1');
  });
});

describe('subscriptions', () => {
  it('of settings and by hand come again with a new line; what was left does not', async () => {
    const peer = await aPeer({ generation: 4 });
    const { connect, perform, losses, of } = aSession(peer, { subscribe: [alice, 'kld://left'] });
    await connect();
    await perform('subscribe', { destinations: [bob] });
    await perform('unsubscribe', { destinations: ['kld://left'] });
    await expect
      .poll(() => of('subscribe').map(({ steps }) => steps[0]?.name))
      .toEqual(['acknowledged', 'acknowledged']);
    peer.emit('data', { headers: { to: 'kld://left' }, content: 'still' }, null, 1);
    await expect.poll(() => of('data')[0]?.draft.marks).toEqual(['unsubscribed']);
    peer.cut();
    await expect.poll(() => losses).toHaveLength(1);
    await connect();
    await expect.poll(() => peer.subscribed).toEqual([[alice, 'kld://left'], [bob], [alice, bob]]);
  });

  it('that are refused say so and are not shown as subscribed', async () => {
    const peer = await aPeer({ generation: 2 });
    peer.answers = 'Invalid destination';
    const { connect, of, context } = aSession(peer, { subscribe: [alice] });
    await connect();
    await expect
      .poll(() => of('subscribe')[0]?.steps)
      .toMatchObject([{ name: 'refused', text: 'Invalid destination' }]);
    expect(context.directory.list('destination')).toEqual([]);
  });
});

describe('the directory', () => {
  it('is filled from the addressbook', async () => {
    const peer = await aPeer({ generation: 4 });
    const { connect, context } = aSession(peer, { subscribe: [alice] });
    await connect();
    await expect.poll(() => context.directory.get('peer', bob)).toMatchObject({ parent: 'm2' });
    await expect.poll(() => context.directory.get('destination', alice)?.badges).toEqual(['subscribed']);
  });

  it('does without, and a note says why', async () => {
    const peer = await aPeer({ generation: 4, bare: true });
    const { connect, of } = aSession(peer);
    await connect();
    await expect.poll(() => of('directory incomplete')[0]?.draft.preview).toMatch(/HTTP 404/);
  });
});

describe('what the server says', () => {
  it('is recorded, whatever it is', async () => {
    const peer = await aPeer({ generation: 4 });
    const { connect, of } = aSession(peer);
    await connect();
    peer.emit('exception', 'delivery failed', { extra: 1 });
    peer.emit('error', { message: 'bad' });
    peer.emit('never-heard-of', Buffer.of(1), [2], null);
    await expect.poll(() => of('never-heard-of')[0]?.draft.args).toEqual([Buffer.of(1), [2], null]);
    expect(of('exception')[0]?.draft).toMatchObject({
      tone: 'bad',
      preview: 'delivery failed',
      args: ['delivery failed', { extra: 1 }],
    });
    expect(of('error')[0]?.draft).toMatchObject({ tone: 'bad', preview: 'bad' });
  });

  it('twice is marked, under either name', async () => {
    const peer = await aPeer({ generation: 4 });
    const { connect, entries } = aSession(peer);
    await connect();
    for (let time = 0; time < 2; time++) peer.deliver('x', 'key', 1);
    peer.emit('message', JSON.stringify({ from: bob, to: alice, content: 'x' }), 'key', 1);
    const marks = () => entries.filter(({ draft }) => /data|message/.test(draft.kind)).map(({ draft }) => draft.marks);
    await expect.poll(marks).toEqual([[], ['duplicate'], ['duplicate']]);
  });
});

describe('an answer', () => {
  it.each([2, 4] as const)('that comes twice is marked (Socket.IO %i)', async (generation) => {
    const peer = await aPeer({ generation });
    peer.answers = 'twice';
    const { connect, perform, of } = aSession(peer);
    await connect();
    await perform('produce', { from: alice, to: bob, content: text('x') });
    await expect.poll(() => of('acknowledgement').map(({ draft }) => draft.marks)).toEqual([[], ['repeated']]);
    expect(of('produce')[0]?.steps).toHaveLength(1);
  });

  it('that never comes is said to be missing; a lost line too', async () => {
    const peer = await aPeer({ generation: 4 });
    peer.answers = 'never';
    const { connect, perform, of, losses } = aSession(peer, { answerTimeout: 0.2 });
    await connect();
    await perform('produce', { from: alice, to: bob, content: text('x') });
    await expect.poll(() => of('produce')[0]?.steps[0]?.name).toBe('unanswered');
    await perform('produce', { from: alice, to: bob, content: text('x') });
    peer.cut();
    await expect.poll(() => losses).toHaveLength(1);
    expect(of('produce')[1]?.steps[0]?.name).toBe('line lost');
  });
});

describe('a message too large for the server', () => {
  it.each([2, 4] as const)('is said to be that, and the line may come back (Socket.IO %i)', async (generation) => {
    const peer = await aPeer({ generation });
    const { connect, perform, losses, of } = aSession(peer, { subscribe: [alice] });
    await connect();
    await expect.poll(() => peer.subscribed).toHaveLength(1);
    await perform('produce', { from: alice, to: bob, content: text('x'.repeat(2_000_000)) });
    await expect.poll(() => losses, { timeout: 5000 }).toMatchObject([{ retry: true, reason: { code: 'too-large' } }]);
    expect(of('produce')[0]).toMatchObject({ waiting: false, steps: [{ name: 'line lost' }] });
    await connect();
    await expect.poll(() => peer.subscribed).toHaveLength(2);
  });
});

describe('other actions', () => {
  it('emit any event with any arguments', async () => {
    const peer = await aPeer({ generation: 2 });
    const { connect, perform, of } = aSession(peer);
    await connect();
    const heard: unknown[][] = [];
    for (const socket of peer.sockets) socket.on('odd', (...args: never[]) => heard.push(args));
    await perform('emit', { event: 'odd', args: '[1,{"a":null}]' });
    await expect.poll(() => heard).toEqual([[1, { a: null }]]);
    expect(of('odd')[0]?.draft).toMatchObject({ direction: 'out', args: [1, { a: null }] });
    await expect(perform('emit', { event: 'disconnect' })).rejects.toThrow();
  });

  it('refuse what cannot be done', async () => {
    const peer = await aPeer({ generation: 4 });
    const { connect, perform, of } = aSession(peer);
    await expect(perform('produce', { from: alice, to: bob, content: text('x') })).rejects.toThrow('not open');
    await connect();
    await expect(perform('commit', {})).rejects.toThrow('commits automatically');
    await expect(perform('list-destinations', {})).rejects.toThrow('management API');
    await expect(perform('produce', { from: alice, to: bob, content: text('x'), sign: 'always' })).rejects.toThrow(
      'no key',
    );
    await expect(perform('produce', { from: alice, to: bob, content: { as: 'json', text: '{' } })).rejects.toThrow(
      'not JSON',
    );
    await expect(perform('create-destination', { name: 'Not Allowed' })).rejects.toThrow();
    expect(of('produce')).toEqual([]);
  });
});
