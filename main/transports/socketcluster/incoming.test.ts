import { describe, expect, it, vi } from 'vitest';
import { met } from '../fixtures/clusters.ts';

/** Frames, and what is told of each. */
const hostile: [string, ...unknown[][]][] = [
  ['null', ['odd', null]],
  ['1', ['odd', 1]],
  ['"text"', ['odd', 'text']],
  ['not json', ['odd', 'not json']],
  ['{', ['odd', '{']],
  ['[]'],
  ['[null,{}]', ['odd', null], ['odd', {}]],
  ['#9', ['odd', '#9']],
  ['{"event":1}', ['odd', { event: 1 }]],
  ['{"rid":"1"}', ['odd', { rid: '1' }]],
  ['{"rid":1,"error":{"message":1}}', ['odd', { rid: 1, error: { message: 1 } }]],
  ['{"event":"x","cid":"1"}', ['event', 'x', undefined]],
  ['{"event":"#publish"}', ['event', '#publish', undefined]],
  ['{"event":"#publish","data":{"channel":1}}', ['event', '#publish', { channel: 1 }]],
  ['{"event":"#kickOut","data":null}', ['event', '#kickOut', null]],
  ['{"event":"#setAuthToken","data":{"token":1},"cid":5}', ['event', '#setAuthToken', { token: 1 }]],
  ['{"event":"#disconnect","data":7}', ['event', '#disconnect', 7]],
  ['{"event":"#handshake","data":[],"cid":-1.5}', ['event', '#handshake', []]],
  ['{"event":"#removeAuthToken","data":7,"cid":3}', ['authenticated', { authenticated: false, token: null }]],
  [
    '{"__proto__":{"event":"evil"},"constructor":{"prototype":{"event":"evil"}}}',
    ['odd', JSON.parse('{"__proto__":{"event":"evil"},"constructor":{"prototype":{"event":"evil"}}}')],
  ],
  [
    '{"event":"#publish","data":{"__proto__":{"channel":"evil"}}}',
    ['event', '#publish', JSON.parse('{"__proto__":{"channel":"evil"}}')],
  ],
];

describe.each([1, 2] as const)('with protocol version %d', (version) => {
  it('tells every event, whatever its name, in its order', async () => {
    const { server, told } = await met(version);
    const names = ['message', 'error', '__proto__', 'constructor', 'raw', '#unheard', 'connect', ''];
    for (const [index, name] of names.entries()) server.write(JSON.stringify({ event: name, data: index }));
    await vi.waitFor(() => expect(told).toHaveLength(names.length + 1));
    expect(told.slice(1)).toEqual(names.map((name, index) => ['event', name, index]));
  });

  it('tells what follows an answer after those who waited for it', async () => {
    const { server, line, told } = await met(version);
    const event = (event: string, data: unknown) => JSON.stringify({ event, data });
    server.procedures.set('busy', (data, answer, guest) => {
      guest.write(event('before', data));
      answer('yes');
      guest.write(event('after', data));
    });
    const ask = async (number: number) => {
      await line.invoke('busy', number);
      await null;
      told.push(['answered', number]);
    };
    await Promise.all([ask(1), ask(2)]);
    await vi.waitFor(() => expect(told).toHaveLength(7));
    const [, ...rest] = told;
    expect(rest.filter((entry) => entry.at(-1) === 1).map(([kind, name]) => [kind, name])).toEqual([
      ['event', 'before'],
      ['answered', 1],
      ['event', 'after'],
    ]);
    const batch = [{ rid: 99 }, { event: 'a', data: 1 }, { event: 'b' }];
    server.write(JSON.stringify(batch));
    await vi.waitFor(() => expect(told).toHaveLength(10));
    expect(told.slice(7)).toEqual([
      ['odd', { rid: 99 }],
      ['event', 'a', 1],
      ['event', 'b', undefined],
    ]);
  });

  it('survives whatever a server sends, and tells all of it', async () => {
    const { server, line, told, lost } = await met(version);
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    for (const [frame] of hostile) server.write(frame);
    server.write(`{"event":"deep","data":${deep}}`);
    server.write(JSON.stringify({ event: 'huge', data: 'x'.repeat(50_000_000) }));
    server.write(Buffer.of(0, 255));
    await vi.waitFor(() => expect(told.at(-1)).toEqual(['odd', new Uint8Array([0, 255])]), 20_000);
    expect(told.slice(1, -3)).toEqual(hostile.flatMap(([, ...expected]) => expected));
    expect(told.slice(-3, -1).map(([kind, name]) => [kind, name])).toEqual([
      ['event', 'deep'],
      ['event', 'huge'],
    ]);
    expect({}).not.toHaveProperty('event');
    server.write(deep);
    expect(await line.invoke('echo', 'still here')).toMatchObject({ data: 'still here' });
    expect(lost).toEqual([]);
  });

  it('answers a call whose number is a text', async () => {
    const { server, answers } = await met(version);
    server.write('{"event":"x","cid":"one"}');
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    answers[0]?.('yes');
    await vi.waitFor(() =>
      expect(server.frames.map((frame) => JSON.parse(frame))).toEqual([{ rid: 'one', data: 'yes' }]),
    );
  });

  it('is not held up by a flood', async () => {
    const { server, line, told } = await met(version);
    for (let number = 0; number < 5000; number++) server.write(JSON.stringify({ event: 'n', data: number }));
    const answers = Promise.all(Array.from({ length: 100 }, (_, number) => line.invoke('echo', number)));
    expect(await answers).toEqual(Array.from({ length: 100 }, (_, data) => ({ error: undefined, data })));
    await vi.waitFor(() => expect(told).toHaveLength(5001));
    expect(told.slice(1).map(([, , number]) => number)).toEqual(Array.from({ length: 5000 }, (_, number) => number));
  });
});
