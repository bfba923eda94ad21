import { describe, expect, it } from 'vitest';
import { aPeer, aSession } from './session.fixture.ts';

const foreign = 'somebody-else';

describe('registering', () => {
  it.each([
    ['JSON text in the error slot', (urn: string) => ({ error: JSON.stringify({ urn }) })],
    ['an object in the error slot', (urn: string) => ({ error: { urn } })],
    ['JSON text in the data slot', (urn: string) => ({ data: JSON.stringify({ urn }) })],
    ['an object in the data slot', (urn: string) => ({ data: { urn } })],
  ])('understands %s', async (_, registration) => {
    const peer = await aPeer();
    peer.registration = registration;
    const { connect, of, memory, context } = aSession(peer);
    await connect();
    expect(peer.told('registerUser')).toEqual([{}]);
    expect(peer.channels).toEqual(['urn-1']);
    expect(of('registerUser')[0]).toMatchObject({ waiting: false, steps: [{ name: 'registered', tone: 'good' }] });
    expect(of('answer')[0]?.draft.exchange).toBe(of('registerUser')[0]?.draft.exchange);
    expect([...memory.values()]).toEqual(['urn-1']);
    expect(context.directory.get('session', 'urn-1')?.badges).toEqual(['current', 'listening', 'remembered']);
  });

  it.each([
    ['JSON text without a urn', { error: '{"error":"no such channel"}' }, 'no such channel'],
    ['an error', { error: { message: 'host API unreachable' } }, 'host API unreachable'],
    ['nothing', {}, 'empty'],
  ])('says what came instead: %s', async (_, slots, detail) => {
    const peer = await aPeer();
    peer.registration = () => slots;
    const { connect, of, memory } = aSession(peer);
    await expect(connect()).rejects.toMatchObject({
      retry: false,
      reason: { code: 'protocol', text: 'The server registered no session.', detail: expect.stringContaining(detail) },
    });
    expect(of('registerUser')[0]?.steps).toMatchObject([{ name: 'refused', tone: 'bad' }]);
    expect([memory.size, peer.channels]).toEqual([0, []]);
    await expect.poll(() => peer.server.guests).toEqual([]);
  });

  it('gives up when nothing comes, and may try again', async () => {
    const peer = await aPeer();
    peer.server.procedures.delete('registerUser');
    const { connect, of } = aSession(peer, { answerTimeout: 0.1 });
    await expect(connect()).rejects.toMatchObject({ retry: true, reason: { code: 'timeout' } });
    expect(of('registerUser')[0]).toMatchObject({ waiting: false, steps: [{ name: 'unanswered' }] });
  });

  it('ends at once when it is called off', async () => {
    const peer = await aPeer();
    peer.server.procedures.delete('registerUser');
    const { session, of } = aSession(peer);
    const attempt = new AbortController();
    const refused = expect(session.connect(attempt.signal)).rejects.toMatchObject({ reason: { code: 'user' } });
    await expect.poll(() => of('registerUser')).toHaveLength(1);
    attempt.abort();
    await refused;
    expect(of('registerUser')[0]).toMatchObject({ waiting: false });
  });

  it('says so when the server ends the line meanwhile', async () => {
    const peer = await aPeer();
    peer.server.procedures.set('registerUser', (_, __, guest) => guest.disconnect(4321, 'no room'));
    const { connect } = aSession(peer);
    await expect(connect()).rejects.toMatchObject({
      reason: { code: 'server-closed', detail: expect.stringContaining('no room') },
    });
  });

  it('asks for the wanted id', async () => {
    const peer = await aPeer();
    const { connect } = aSession(peer, { sessionId: 'reader-1' });
    await connect();
    expect(peer.told('registerUser')).toEqual([{ id: 'reader-1' }]);
    expect(peer.channels).toEqual(['reader-1']);
  });

  it('goes on where the urn cannot be saved, and takes it up after a reconnect', async () => {
    const peer = await aPeer();
    const { connect, of, context, losses } = aSession(peer);
    context.memory.put = () => Promise.reject(new Error('disk full'));
    await connect();
    expect(of('session not saved')).toHaveLength(1);
    peer.server.cut();
    await expect.poll(() => losses).toHaveLength(1);
    await connect();
    expect(peer.told('registerUser')).toHaveLength(1);
    expect(peer.channels).toEqual(['urn-1', 'urn-1']);
  });
});

describe('a remembered session', () => {
  it('is taken up by listening alone, by a later session too', async () => {
    const peer = await aPeer();
    const first = aSession(peer);
    await first.connect();
    peer.server.cut();
    await expect.poll(() => first.losses).toHaveLength(1);
    await first.connect();
    await first.session.close();
    const second = aSession(peer, {}, first.memory);
    await second.connect();
    expect(peer.told('registerUser')).toHaveLength(1);
    expect(peer.channels).toEqual(['urn-1', 'urn-1', 'urn-1']);
    peer.say({ to: 'urn-1', text: 'Still there?' });
    await expect.poll(() => second.of('message')[0]?.draft.preview).toBe('Still there?');
  });

  it('belongs to its channel and wanted id', async () => {
    const peer = await aPeer();
    const first = aSession(peer);
    await first.connect();
    await aSession(peer, { sessionId: 'reader-1' }, first.memory).connect();
    expect(peer.channels).toEqual(['urn-1', 'reader-1']);
  });

  it('is replaced where the server refuses it', async () => {
    const peer = await aPeer({ closed: 'old' });
    const { connect, of, memory, context } = aSession(peer, {}, new Map([[`urn ${peer.account.channelUUID}`, 'old']]));
    await connect();
    expect(of('session refused')).toHaveLength(1);
    expect(of('#subscribe').map(({ steps }) => steps[0]?.name)).toEqual(['refused', 'listening']);
    expect([...memory.values()]).toEqual(['urn-1']);
    expect(context.directory.get('session', 'old')?.badges).toEqual([]);
  });

  it('is left for a new one on request', async () => {
    const peer = await aPeer();
    const { connect, perform, memory, context, of } = aSession(peer);
    await connect();
    await perform('register-anew');
    expect(peer.told('registerUser')).toHaveLength(2);
    expect(peer.channels).toEqual(['urn-1', 'urn-2']);
    await expect.poll(() => peer.told('#unsubscribe')).toEqual(['urn-1']);
    expect([...memory.values()]).toEqual(['urn-2']);
    expect(context.directory.get('session', 'urn-1')?.badges).toEqual([]);
    peer.server.publish('urn-1', { to: 'urn-1', text: 'to the old' });
    peer.say({ to: 'urn-2', text: 'to the new' });
    await expect.poll(() => of('message').map(({ draft }) => draft.preview)).toEqual(['to the new']);
  });

  it('stays when no new one is to be had', async () => {
    const peer = await aPeer();
    const { connect, perform, memory, context } = aSession(peer);
    await connect();
    peer.registration = () => ({ error: '{}' });
    await expect(perform('register-anew')).rejects.toThrow('registered no session');
    expect([...memory.values()]).toEqual(['urn-1']);
    expect(context.directory.get('session', 'urn-1')?.badges).toEqual(['current', 'listening', 'remembered']);
  });

  it('is forgotten on request, and used until then', async () => {
    const peer = await aPeer();
    const { connect, perform, memory, losses } = aSession(peer);
    await connect();
    await perform('forget');
    expect(memory.size).toBe(0);
    await perform('send', { text: 'Hello' });
    peer.server.cut();
    await expect.poll(() => losses).toHaveLength(1);
    await connect();
    expect(peer.channels).toEqual(['urn-1', 'urn-2']);
  });
});

describe('messages', () => {
  it('are sent without waiting for an answer', async () => {
    const peer = await aPeer();
    const { connect, perform, of, context } = aSession(peer);
    await connect();
    await perform('send', { text: 'zażółć' });
    await perform('send', { text: 'as another', userUrn: foreign });
    await expect
      .poll(() => peer.told('sendMessageToChannel'))
      .toEqual([
        { text: 'zażółć', userUrn: 'urn-1' },
        { text: 'as another', userUrn: foreign },
      ]);
    expect(peer.server.frames.at(-1)).not.toContain('cid');
    expect(of('sendMessageToChannel')[0]).toMatchObject({
      waiting: false,
      steps: [],
      draft: {
        direction: 'out',
        from: 'urn-1',
        preview: 'zażółć',
        resend: { action: 'send', input: { text: 'zażółć' } },
      },
    });
    const sent = () => context.directory.get('session', 'urn-1')?.counters[1];
    await expect.poll(sent).toEqual({ label: 'sent', value: 1 });
  });

  it('for us have their quick replies as buttons that send, and their links', async () => {
    const peer = await aPeer();
    const { connect, perform, of } = aSession(peer);
    await connect();
    const message = {
      to: 'urn-1',
      from: 'desk',
      text: 'Which?',
      quick_replies: [{ title: 'The red one', payload: '/red' }, 'Blue'],
      attachments: ['image/png:https://example.org/both.png'],
    };
    peer.say(message);
    await expect.poll(() => of('message')).toHaveLength(1);
    const draft = of('message')[0]?.draft;
    expect(draft).toMatchObject({
      direction: 'in',
      args: ['urn-1', message],
      from: 'desk',
      to: 'urn-1',
      preview: 'Which?',
      marks: [],
      links: [{ url: 'https://example.org/both.png', type: 'image/png' }],
    });
    expect(draft?.offers).toEqual([
      { label: 'The red one', action: 'send', input: { text: '/red' }, how: 'run' },
      { label: 'Blue', action: 'send', input: { text: 'Blue' }, how: 'run' },
    ]);
    for (const { action, input } of draft?.offers ?? []) await perform(action, input);
    await expect
      .poll(() => peer.told('sendMessageToChannel'))
      .toEqual([
        { text: '/red', userUrn: 'urn-1' },
        { text: 'Blue', userUrn: 'urn-1' },
      ]);
  });

  it('for somebody else, or for nobody, are shown and marked, without buttons', async () => {
    const peer = await aPeer();
    const { connect, of } = aSession(peer);
    await connect();
    peer.say({ to: foreign, text: 'Not yours', quick_replies: ['Yes'] });
    peer.say({ text: 'Whose?', quick_replies: ['Mine'] });
    peer.guest.write('{"event":"#publish","data":{"channel":"elsewhere","data":{"to":"urn-1","text":"Stray"}}}');
    await expect
      .poll(() => of('message').map(({ draft }) => [draft.preview, draft.marks, draft.offers?.length]))
      .toEqual([
        ['Not yours', ['not for this session'], undefined],
        ['Whose?', ['names no session'], undefined],
        ['Stray', ['not subscribed'], undefined],
      ]);
  });

  it('of other channels come to who listens, again after a reconnect', async () => {
    const peer = await aPeer();
    const { connect, perform, of, losses, context } = aSession(peer);
    await connect();
    const { entry } = await perform('subscribe', { channel: foreign });
    await expect.poll(() => context.directory.get('session', foreign)?.badges).toEqual(['listening']);
    expect(of('#subscribe').at(-1)).toMatchObject({ steps: [{ name: 'listening' }] });
    expect(entry).not.toBeNull();
    peer.server.cut();
    await expect.poll(() => losses).toHaveLength(1);
    expect(context.directory.get('session', foreign)?.badges).toEqual([]);
    await connect();
    await expect.poll(() => peer.channels).toEqual(['urn-1', foreign, 'urn-1', foreign]);
    peer.server.publish(foreign, { to: foreign, text: 'overheard' });
    await expect.poll(() => of('message')[0]?.draft.marks).toEqual(['not for this session']);
    await perform('unsubscribe', { channel: foreign });
    await expect.poll(() => peer.told('#unsubscribe')).toEqual([foreign]);
    expect(context.directory.get('session', foreign)?.badges).toEqual([]);
  });
});

describe('the server', () => {
  it('may refuse a channel', async () => {
    const peer = await aPeer({ closed: foreign });
    const { connect, perform, of } = aSession(peer);
    await connect();
    await perform('subscribe', { channel: foreign });
    await expect.poll(() => of('#subscribe').at(-1)?.steps).toMatchObject([{ name: 'refused', tone: 'bad' }]);
  });

  it('puts us out of our channel, where we may listen again', async () => {
    const peer = await aPeer();
    const { connect, perform, of, context } = aSession(peer);
    await connect();
    peer.guest.kickOut('urn-1', 'Closing time');
    await expect.poll(() => of('#kickOut')).toHaveLength(1);
    expect(of('#kickOut')[0]?.draft).toMatchObject({
      tone: 'bad',
      args: [{ channel: 'urn-1', message: 'Closing time' }],
      preview: 'Put out of our session: Closing time',
    });
    expect(context.directory.get('session', 'urn-1')?.badges).toEqual(['current', 'remembered']);
    await perform('subscribe', { channel: 'urn-1' });
    await expect.poll(() => of('#subscribe').at(-1)?.steps[0]?.name).toBe('listening');
    peer.say({ to: 'urn-1', text: 'Open again' });
    await expect.poll(() => of('message')).toHaveLength(1);
  });

  it('gives its reason for ending the line', async () => {
    const peer = await aPeer();
    const { connect, of, losses } = aSession(peer);
    await connect();
    peer.guest.disconnect(4321, 'Closing time');
    await expect.poll(() => losses).toHaveLength(1);
    expect(losses[0]?.reason.detail).toContain('Closing time');
    expect(of('#disconnect')[0]?.draft).toMatchObject({ tone: 'bad', args: [{ code: 4321, data: 'Closing time' }] });
  });

  it('sets and removes tokens, which are hidden and shown to it again', async () => {
    const peer = await aPeer();
    const { connect, of, concealed, losses } = aSession(peer);
    const [inside, outside] = [
      expect.stringContaining('Authenticated: yes'),
      expect.stringContaining('Authenticated: no'),
    ];
    await connect();
    peer.guest.setToken({ role: 'visitor' });
    await expect.poll(() => of('#setAuthToken')).toHaveLength(1);
    const shown = concealed[0]?.replace(/[^.]+$/, '•••');
    expect(of('#setAuthToken')[0]?.draft).toMatchObject({ args: [{ token: shown }], marks: ['token hidden'] });
    peer.server.cut();
    await expect.poll(() => losses).toHaveLength(1);
    await connect();
    expect(of('open').map(({ draft }) => draft.preview)).toEqual([outside, inside]);
    peer.guest.removeToken();
    await expect.poll(() => of('#removeAuthToken')).toHaveLength(1);
    peer.server.cut();
    await expect.poll(() => losses).toHaveLength(2);
    await connect();
    expect(of('open').at(-1)?.draft.preview).toEqual(outside);
  });

  it('may send what nobody knows', async () => {
    const peer = await aPeer();
    const { connect, of } = aSession(peer);
    await connect();
    peer.guest.transmit('weather', { wind: 7 });
    void peer.guest.invoke('question', 1);
    peer.guest.write('[1,{"odd":true}]');
    await expect.poll(() => of('frame').map(({ draft }) => draft.args)).toEqual([[1], [{ odd: true }]]);
    expect(of('weather')[0]?.draft).toMatchObject({ args: [{ wind: 7 }], marks: [] });
    expect(of('question')[0]?.draft.marks).toEqual(['asks for an answer']);
  });

  it('says in its own words why nobody is let in', async () => {
    const peer = await aPeer();
    const { connect } = aSession(peer, { channelUUID: 'another' });
    await expect(connect()).rejects.toMatchObject({
      retry: false,
      reason: {
        code: 'credentials',
        detail: expect.stringContaining('This channel is not known'),
        hint: expect.stringContaining('channel UUID'),
      },
    });
  });
});

describe('questions', () => {
  it('bring suggestions, which can be sent', async () => {
    const peer = await aPeer();
    const { connect, perform, of } = aSession(peer);
    await connect();
    await perform('get-suggestions', { text: 'Hel', repositories: ['faq'], language: 'en' });
    await expect.poll(() => of('getSuggestions')[0]?.steps).toMatchObject([{ name: 'answered', tone: 'good' }]);
    const asked = { text: 'Hel', repositories: ['faq'], suggestionsUrl: '', language: 'en', excluded: [] };
    expect(peer.told('getSuggestions')).toEqual([{ ...asked, userUrn: 'urn-1' }]);
    expect(
      of('answer')
        .at(-1)
        ?.draft.offers?.map(({ input, how }) => [input.text, how]),
    ).toEqual([
      ['Hello', 'compose'],
      ['Help me', 'compose'],
    ]);
  });

  it('of any kind are answered in either slot', async () => {
    const peer = await aPeer();
    const { connect, perform, of } = aSession(peer);
    await connect();
    const data = { as: 'json', text: '{"a":[1]}' };
    await perform('invoke', { event: 'echo', data });
    await perform('invoke', { event: 'fail', data: { as: 'text', text: 'forbidden' } });
    await expect.poll(() => of('fail')[0]?.steps).toMatchObject([{ name: 'refused', text: 'forbidden' }]);
    expect(of('echo')[0]?.steps).toMatchObject([{ name: 'answered' }]);
    expect(
      of('answer')
        .slice(-2)
        .map(({ draft }) => draft.args),
    ).toEqual([[undefined, { a: [1] }], ['forbidden']]);
    await perform('transmit', { event: 'ping', data: { as: 'number', number: 7 } });
    await perform('transmit', { event: 'bare' });
    await expect.poll(() => [peer.told('ping'), peer.told('bare')]).toEqual([[7], [undefined]]);
  });

  it('cannot be asked before the line is open', async () => {
    const { perform } = aSession(await aPeer());
    for (const [name, input] of [
      ['send', { text: 'x' }],
      ['register-anew', {}],
      ['subscribe', { channel: 'x' }],
      ['invoke', { event: 'x' }],
    ] as const) {
      await expect(perform(name, input)).rejects.toThrow('not open');
    }
  });
});

it('answers pings for as long as it lasts', async () => {
  const peer = await aPeer({ ping: 200 });
  const { connect, perform, of, losses } = aSession(peer);
  await connect();
  await expect.poll(() => peer.server.pongs, { timeout: 20_000 }).toBeGreaterThan(15);
  expect(losses).toEqual([]);
  await perform('get-suggestions', { text: '' });
  await expect.poll(() => of('getSuggestions')[0]?.steps[0]?.name).toBe('answered');
});
