import { describe, expect, it, onTestFinished } from 'vitest';
import type { Argument } from '../../../../preload/contract/index.ts';
import { aContext } from '../../service.fixture.ts';
import { actions } from './actions.ts';
import { authorization, Peer, type PeerOptions } from './peer.fixture.ts';
import { SocketIoSession } from './session.ts';
import { settings } from './settings.ts';

async function aSession(options: PeerOptions, more: Record<string, unknown> = {}) {
  const peer = await Peer.start(options);
  const url = `http://127.0.0.1:${peer.port}?room=blue`;
  const played = aContext(settings.parse({ url, namespace: '/chat', authorization, ...more }));
  const session = new SocketIoSession(played.context);
  onTestFinished(async () => {
    await session.close();
    played.context.network.close();
    await peer.stop();
  });
  await session.connect(new AbortController().signal);
  const emit = (event: string, values: Argument[], acknowledge: boolean) =>
    session.emit(actions.emit.input.parse({ event, args: values.map((value) => ({ value })), acknowledge }));
  return { ...played, peer, session, emit };
}

describe.each([2, 4] as const)('plain Socket.IO, generation %i', (generation) => {
  it('sends three arguments of any type and shows the acknowledgement of two whole', async () => {
    const { entries, emit } = await aSession({ generation });
    const { entry } = emit(
      'add',
      [
        { as: 'number', number: 40 },
        { as: 'json', text: '{"b":2}' },
        { as: 'binary', base64: 'AP8=' },
      ],
      true,
    );
    const request = entries[(entry ?? 0) - 1];
    expect(request?.draft.args).toEqual([40, { b: 2 }, Buffer.of(0, 255)]);
    await expect.poll(() => request).toMatchObject({ waiting: false, steps: [{ name: 'acknowledged', tone: 'good' }] });
    const answer = entries.find(({ draft }) => draft.kind === 'acknowledgement');
    expect(answer?.draft.args).toEqual([40, [40, { b: 2 }, Buffer.of(0, 255)]]);
    expect(answer?.draft.exchange).toBe(request?.draft.exchange);
  });

  it('sends text, switches and nothing at all without asking for an answer', async () => {
    const { peer, emit, items } = await aSession({ generation });
    emit(
      'tell',
      [
        { as: 'text', text: '1' },
        { as: 'boolean', boolean: false },
      ],
      false,
    );
    emit('tell', [], false);
    await expect.poll(() => peer.received).toEqual([['1', false], []]);
    expect(items.get('["event","tell"]')).toMatchObject({ counters: [{ label: 'sent', value: 2 }] });
  });

  it('answers an event that asks for it, once', async () => {
    const { peer, emit, entries, session, of } = await aSession({ generation });
    emit('ask', [], false);
    await expect.poll(() => of('question').length).toBe(1);
    const { draft } = of('question')[0] ?? {};
    expect(draft).toMatchObject({ args: ['which?'], marks: ['asks for an answer'] });
    const [offer] = draft?.offers ?? [];
    const input = actions.answer.input.parse({ ...offer?.input, args: [{ value: { as: 'text', text: 'that' } }] });
    const { entry } = session.answer(input);
    await expect.poll(() => peer.received).toEqual([['that']]);
    expect(entries[(entry ?? 0) - 1]?.draft).toMatchObject({ args: ['that'], exchange: draft?.exchange });
    expect(of('question')[0]).toMatchObject({ waiting: false, steps: [{ name: 'answered', tone: 'good' }] });
    expect(() => session.answer(input)).toThrow(/No event with the number 1/);
  });

  it('gives query, header and path, and goes on over a lost line', async () => {
    const { peer, session, losses, emit } = await aSession({ generation }, { query: [{ name: 'a', value: 'ü&=' }] });
    const [{ handshake } = { handshake: { query: {}, headers: {} } }] = peer.sockets;
    expect(handshake.query).toMatchObject({ room: 'blue', a: 'ü&=' });
    peer.cut();
    await expect.poll(() => losses.length).toBe(1);
    expect(() => emit('tell', [], false)).toThrow(/not open/);
    await session.connect(new AbortController().signal);
    emit('tell', [], false);
    await expect.poll(() => peer.received.length).toBe(1);
  });
});

it('gives the auth payload where the generation has one', async () => {
  const { peer } = await aSession({ generation: 4 }, { auth: '{"token":"t-1"}' });
  expect([...peer.sockets][0]?.handshake.auth).toEqual({ token: 't-1' });
});

it.each(['[]', '1', '{'])('takes only an object as auth payload: %s', (auth) => {
  expect(settings.safeParse({ url: 'http://h', auth }).success).toBe(false);
});

it('counts no more than five hundred names of events', async () => {
  const { peer, context, entries } = await aSession({ generation: 4 });
  for (let number = 0; number < 600; number++) peer.emit(`event ${number}`);
  await expect.poll(() => entries.length).toBeGreaterThan(600);
  expect(context.directory.list('event')).toHaveLength(500);
});
