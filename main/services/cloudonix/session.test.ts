import { describe, expect, it } from 'vitest';
import { aPeer, aSession, stepsOf } from './session.fixture.ts';

const lastSent = (peer: { received: unknown[] }) => peer.received.at(-1);

describe('what is sent', () => {
  it('is as documented, under an id of its own', async () => {
    const peer = await aPeer();
    const { connect, perform } = aSession(peer);
    await connect();
    const id = expect.stringMatching(/^[0-9a-f-]{36}$/);
    const presence = { availability: 'dnd', status: 'In a call' };
    const announced = await perform('announce', { ...presence, attributes: '{"floor": 2}' });
    await expect.poll(() => stepsOf(announced)).toEqual(['acknowledged']);
    expect(lastSent(peer)).toEqual({ id, type: 'announce', ...presence, attributes: { floor: 2 } });
    expect(announced.draft).toMatchObject({
      kind: 'announce',
      preview: 'dnd: In a call',
      resend: { action: 'announce' },
    });
    await perform('unannounce', {});
    await expect.poll(() => lastSent(peer)).toEqual({ id, type: 'unannounce' });
    await perform('create-channel', { name: 'Night shift', inviteToken: 'night' });
    const channel = { id, type: 'create-channel', name: 'Night shift', 'invite-token': 'night' };
    await expect.poll(() => lastSent(peer)).toEqual(channel);
  });

  it('may be any JSON with a type, and stays as it was written', async () => {
    const peer = await aPeer();
    const { connect, perform } = aSession(peer);
    await connect();
    const written = ' {"type": "dance",  "big": 12345678901234567890, "__proto__": {"own": true}} ';
    const { draft } = await perform('send', { message: written });
    expect(draft.args).toEqual([
      expect.stringMatching(/^\{"id":"[0-9a-f-]{36}","type": "dance", {2}"big": 12345678901234567890/),
    ]);
    await expect.poll(() => lastSent(peer)).toHaveProperty('__proto__', { own: true });
    const own = await perform('send', { message: '{"type":"dance","id":"mine"}' });
    expect(own.draft.args).toEqual(['{"type":"dance","id":"mine"}']);
  });

  it.each(['', '{}', '[]', 'null', '{"type":7}', '{"type":"x"', '"type"'])('is not %s', async (message) => {
    const { perform } = aSession(await aPeer());
    await expect(perform('send', { message })).rejects.toThrow('JSON object with a type');
  });

  it('is refused while the line is not open', async () => {
    const { perform } = aSession(await aPeer());
    await expect(perform('unannounce', {})).rejects.toMatchObject({
      reason: { text: 'The line is not open: nothing was sent.' },
    });
  });

  it('begins with the announcement that the profile asks for', async () => {
    const peer = await aPeer();
    const { connect, of } = aSession(peer, { announce: 'busy', announceStatus: 'Early shift' });
    await connect();
    await expect.poll(() => lastSent(peer)).toMatchObject({ availability: 'busy', status: 'Early shift' });
    await expect.poll(() => of('announce').map(stepsOf)).toEqual([['acknowledged']]);
  });
});

describe('acknowledgements', () => {
  it('are matched in order where they have no id', async () => {
    const peer = await aPeer();
    const { connect, send, of } = aSession(peer);
    await connect();
    peer.answers = 'never';
    const [first, second, third] = [await send({ type: 'a' }), await send({ type: 'b' }), await send({ type: 'c' })];
    peer.tell({ type: 'ack', status: true });
    peer.tell({ type: 'ack', status: false });
    peer.tell({ type: 'ack', status: 'yes' });
    peer.tell({ type: 'ack', status: true });
    await expect.poll(() => of('ack')).toHaveLength(4);
    expect([first, second, third].map(({ steps, waiting }) => [steps[0]?.name, steps[0]?.tone, waiting])).toEqual([
      ['acknowledged', 'good', false],
      ['refused', 'bad', false],
      ['acknowledged', 'plain', false],
    ]);
    expect(of('ack').map(({ draft }) => draft.marks)).toEqual([[], [], [], ['unknown id']]);
    expect(of('ack')[1]?.draft.exchange).toBe(second?.draft.exchange);
  });

  it('are matched by either id, whatever the order', async () => {
    const peer = await aPeer();
    const { connect, send, of } = aSession(peer);
    await connect();
    peer.answers = 'never';
    const [first, second] = [await send({ type: 'a', id: '1' }), await send({ type: 'b', id: '2' })];
    peer.tell({ type: 'ack', 'reply-to': '2', status: false });
    peer.tell({ type: 'ack', id: '1', status: true });
    peer.tell({ type: 'ack', id: '3', status: true });
    await expect.poll(() => of('ack')).toHaveLength(3);
    expect([stepsOf(first), stepsOf(second)]).toEqual([['acknowledged'], ['refused']]);
    expect(of('ack').map(({ draft }) => draft.marks)).toEqual([[], [], ['unknown id']]);
  });

  it('in order pass over what was given up: the service may have ignored it', async () => {
    const peer = await aPeer();
    const { connect, send } = aSession(peer, { answerTimeout: 0.1 });
    await connect();
    peer.answers = 'never';
    const ignored = await send({ type: 'unheard-of' });
    await expect.poll(() => stepsOf(ignored)).toEqual(['unanswered']);
    const handled = await send({ type: 'unannounce' });
    peer.tell({ type: 'ack', status: true });
    await expect.poll(() => stepsOf(handled)).toEqual(['acknowledged']);
  });

  it('are lost with the line', async () => {
    const peer = await aPeer();
    const { connect, send } = aSession(peer);
    await connect();
    peer.answers = 'never';
    const sent = await send({ type: 'unannounce' });
    peer.cut();
    await expect.poll(() => stepsOf(sent)).toEqual(['line lost']);
  });
});

describe('a required answer', () => {
  const waiting = async () => {
    const peer = await aPeer();
    const played = aSession(peer);
    await played.connect();
    peer.answers = 'never';
    return { ...played, peer, sent: await played.send({ type: 'create-channel', id: 'c', name: 'Night shift' }) };
  };
  const invitation = { type: 'invitation', 'reply-to': 'c', 'channel-id': 'ch', name: 'Night shift' };
  const ack = { type: 'ack', 'reply-to': 'c', status: true };

  it.each([
    ['after', [ack, invitation], ['acknowledged', 'answered']],
    ['before', [invitation, ack], ['answered', 'acknowledged']],
  ])('is waited for, whether it comes %s the acknowledgement', async (_, messages, steps) => {
    const { peer, sent } = await waiting();
    peer.tell(messages[0] as object);
    await expect.poll(() => [stepsOf(sent), sent.waiting]).toEqual([steps.slice(0, 1), true]);
    peer.tell(messages[1] as object);
    await expect.poll(() => [stepsOf(sent), sent.waiting]).toEqual([steps, false]);
  });

  it('must come before anything unsolicited', async () => {
    const { peer, of } = await waiting();
    peer.tell({ type: 'direct-message', text: 'too early' });
    peer.tell(ack);
    peer.tell({ type: 'direct-message', text: 'still too early' });
    peer.tell(invitation);
    peer.tell({ type: 'direct-message', text: 'in time' });
    await expect.poll(() => of('direct-message')).toHaveLength(3);
    expect(of('direct-message').map(({ draft }) => draft.marks)).toEqual([['out of order'], ['out of order'], []]);
    expect([...of('ack'), ...of('invitation')].flatMap(({ draft }) => draft.marks)).toEqual([]);
  });

  it('is not waited for once the message is refused', async () => {
    const { peer, of, sent } = await waiting();
    peer.tell({ ...ack, status: false });
    peer.tell({ type: 'direct-message', text: 'fine' });
    await expect.poll(() => of('direct-message').map(({ draft }) => draft.marks)).toEqual([[]]);
    expect([stepsOf(sent), sent.waiting]).toEqual([['refused'], false]);
  });

  it('is marked when it comes again; other answers may be many', async () => {
    const { peer, of, sent } = await waiting();
    for (const message of [ack, invitation, invitation, ack]) peer.tell(message);
    for (let time = 0; time < 2; time++) peer.tell({ type: 'subscribers', 'reply-to': 'c', subscribers: [] });
    await expect.poll(() => of('subscribers')).toHaveLength(2);
    expect(of('invitation').map(({ draft }) => draft.marks)).toEqual([[], ['repeated']]);
    expect(of('ack').map(({ draft }) => draft.marks)).toEqual([[], ['repeated']]);
    expect(of('subscribers').map(({ draft }) => draft.marks)).toEqual([[], []]);
    expect(stepsOf(sent)).toEqual(['acknowledged', 'answered', 'answered']);
  });
});

describe('deliveries', () => {
  it.each([
    ['our own id', { 'message-id': 'm1' }],
    ['the id that the acknowledgement told', { 'message-id': 'server-7' }],
    ['what they reply to', { 'reply-to': 'm1', 'message-id': 'whatever' }],
  ])('move what was sent on, by %s', async (_, ids) => {
    const peer = await aPeer();
    const { connect, send, of } = aSession(peer);
    await connect();
    peer.answers = 'never';
    const sent = await send({ type: 'direct-message', id: 'm1', to: 'omar', text: 'Hello Omar' });
    expect(sent.draft).toMatchObject({ to: 'omar', preview: 'Hello Omar' });
    peer.tell({ type: 'ack', 'reply-to': 'm1', status: true, 'message-id': 'server-7' });
    for (const status of ['stored', 'received', 'displayed', 'displayed', 'read']) {
      peer.tell({ type: 'delivery', ...ids, status });
    }
    await expect.poll(() => stepsOf(sent)).toEqual(['acknowledged', 'stored', 'received', 'displayed', 'read']);
    expect(sent.waiting).toBe(false);
    expect(of('delivery').map(({ draft }) => draft.marks)).toEqual([[], [], [], ['repeated'], []]);
    expect(new Set(of('delivery').map(({ draft }) => draft.exchange))).toEqual(new Set([sent.draft.exchange]));
  });

  it('of unknown messages stand alone', async () => {
    const peer = await aPeer();
    const { connect, of } = aSession(peer);
    await connect();
    peer.tell({ type: 'delivery', 'message-id': 'yesterday', status: 'read' });
    await expect.poll(() => of('delivery')).toMatchObject([{ draft: { preview: 'read: yesterday', marks: [] } }]);
    expect(of('delivery')[0]?.draft).not.toHaveProperty('exchange');
  });
});

describe('what comes', () => {
  it('is shown whatever it is', async () => {
    const peer = await aPeer();
    const { connect, entries } = aSession(peer);
    await connect();
    const texts = [
      'no JSON',
      '[1]',
      '{"type":"weather","text":"sunny","from":"sky"}',
      `{"type":"${'long'.repeat(100)}"}`,
    ];
    for (const text of texts) peer.write(text);
    const came = () => entries.filter(({ draft }) => draft.direction === 'in').map(({ draft }) => draft);
    await expect.poll(came).toMatchObject([
      { kind: 'message', args: ['no JSON'], marks: ['no message'] },
      { kind: 'message', args: ['[1]'], marks: ['no message'] },
      { kind: 'weather', args: [texts[2]], marks: ['unknown type'], preview: 'sunny', from: 'sky' },
      { kind: 'long'.repeat(50), args: [texts[3]], marks: ['unknown type', 'long type'] },
    ]);
  });

  it('offers what can be made of it', async () => {
    const peer = await aPeer();
    const { connect, of } = aSession(peer);
    await connect();
    peer.tell({ type: 'direct-message', 'message-id': 'm7', from: 'pia', text: 'Hello' });
    await expect.poll(() => of('direct-message')).toHaveLength(1);
    const offers = of('direct-message')[0]?.draft.offers?.map(({ label, how, input }) => ({
      ...{ label, how },
      message: JSON.parse(String(input.message)),
    }));
    expect(offers).toEqual([
      { label: 'direct-message', how: 'compose', message: { type: 'direct-message', to: 'pia', text: '' } },
      {
        ...{ label: 'report-delivery', how: 'compose' },
        message: { type: 'report-delivery', 'message-id': 'm7', status: 'read' },
      },
    ]);
  });
});
