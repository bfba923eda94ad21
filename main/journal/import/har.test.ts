import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { after, anOrder, type Bench, openBench, rowsOf } from './archive.fixture.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const received = (data: unknown, more: object = {}) => ({ type: 'receive', time: 1.5, opcode: 1, data, ...more });
const socket = (messages: unknown, url: unknown = 'wss://example.org/live?token=secret') => ({
  _resourceType: 'websocket',
  request: { method: 'GET', url },
  _webSocketMessages: messages,
});
const take = (entries: unknown, log: object = {}) =>
  bench.take(JSON.stringify({ log: { version: '1.2', creator: { name: 'WebInspector' }, entries, ...log } }));
const shown = async (profiles: { id: string }[]) =>
  (
    await rowsOf(
      bench.journal,
      profiles.map(({ id }) => id),
    )
  ).map(({ direction, kind, at, preview }) => [...[direction, kind, at, preview]]);

describe('a HAR', () => {
  it('of Patchbay comes back as names, arguments and bytes, without notes', async () => {
    const { journal: live } = await bench.open();
    const [alice, bob] = [crypto.randomUUID(), crypto.randomUUID()];
    live.append(alice, { direction: 'out', kind: 'hello', args: [{ a: 1 }, 'x'] });
    live.append(bob, { direction: 'in', kind: 'text', args: ['["not a list'] });
    live.append(alice, { direction: 'note', kind: 'closed', args: [] });
    live.append(alice, { direction: 'in', kind: 'bytes', args: [new Uint8Array([1, 255])] });
    live.append(bob, { direction: 'in', kind: 'ping', args: [] });
    const known = [alice, bob].map((id, index) => ({ id, name: `Name (${index})`, service: 'post' }));
    await live.export(anOrder('har', known), join(bench.folder, 'har'));
    const { profiles, entries, refused } = await bench.take(readFileSync(join(bench.folder, 'har')));
    expect([entries, refused.count]).toEqual([4, 0]);
    expect(profiles.map(({ name, service }) => [name, service])).toEqual([
      ['Name (0)', 'post'],
      ['Name (1)', 'post'],
    ]);
    const taken = await Promise.all([1, 2, 3, 4].map((number) => bench.journal.entry(after + number, 1000)));
    expect(taken.map((entry) => [entry?.row.direction, entry?.row.kind, entry?.payload.args])).toEqual([
      ['out', 'hello', '[{"a":1},"x"]'],
      ['in', 'message', '["[\\"not a list"]'],
      ['in', 'message', '[null]'],
      ['in', 'ping', '[]'],
    ]);
    expect(taken[2]?.payload.binaries).toEqual([{ path: [0], base64: 'Af8=', size: 2 }]);
    const written = await rowsOf(live, [alice, bob]);
    expect(taken[0]?.row.at).toBeCloseTo(written[0]?.at ?? 0, 3);
  });

  it('of a browser shows each web socket by its address, and messages in the order of their times', async () => {
    const { profiles, entries } = await take([
      { _resourceType: 'document', request: { method: 'GET', url: 'https://example.org/' } },
      { ...socket([received('["kind",1]', { time: 1700000002.25 })]), comment: 'Somebody (post)' },
      socket([
        { type: 'send', time: 1700000001, opcode: 1, data: 'first' },
        { type: 'receive', time: 1700000003.000001, opcode: 2, data: 'Af8=' },
      ]),
    ]);
    expect(entries).toBe(3);
    expect(profiles.map(({ name, service }) => [name, service])).toEqual([
      ['example.org/live', ''],
      ['example.org/live (2)', ''],
    ]);
    expect(await shown(profiles)).toEqual([
      ['out', 'message', 1700000001000, 'first'],
      ['in', 'message', 1700000002250, '["kind",1]'],
      ['in', 'message', 1700000003000.001, '2 B'],
    ]);
  });

  it('loses what is malformed, and says so', async () => {
    const messages = [
      ...[
        received('good'),
        null,
        'text',
        received(5),
        received('x', { type: 'error' }),
        received('x', { time: 'now' }),
      ],
      ...[received('x', { time: 1e300 }), received('x', { opcode: 8 }), received('no base64!', { opcode: 2 })],
      JSON.parse('{"__proto__":{"type":"send","time":1,"opcode":1,"data":"x"}}'),
    ];
    const { profiles, entries, refused } = await take([
      ...[null, 5, [], { _webSocketMessages: 'none' }],
      ...[socket(messages), socket([received('no address')], { not: 'a text' })],
    ]);
    expect(entries).toBe(2);
    expect(refused.count).toBe(10);
    expect(refused.examples[0]).toEqual({ where: 'Entry 4', reason: expect.stringMatching(/^Not a web socket/) });
    expect(refused.examples.map(({ where }) => where)).toContain('Entry 5, message 8');
    expect(refused.examples.map(({ reason }) => reason)).toContain(
      'Not a message: opcode: neither text (1) nor binary (2)',
    );
    expect(profiles.map(({ name }) => name)).toEqual(['example.org/live', 'Web socket']);
  });

  it('keeps what a hostile one says as text', async () => {
    const deep = `["deep",${'['.repeat(50_000)}${']'.repeat(50_000)}]`;
    const { profiles, entries } = await take([socket([received(deep), received('["__proto__",{"__proto__":1}]')])], {
      creator: { name: 'Patchbay' },
    });
    expect(entries).toBe(2);
    expect(await shown(profiles)).toMatchObject([
      ['in', 'deep', 1500, '['.repeat(240)],
      ['in', '__proto__', 1500, '{"__proto__":1}'],
    ]);
  });

  it.each([
    ['without web sockets', '{"log":{"entries":[{"request":{"url":"https://example.org"}}]}}', 'no messages of web so'],
    ['without messages', JSON.stringify({ log: { entries: [socket([])] } }), 'no messages of web sockets'],
    ['without entries', '{"log":{"version":"1.2"}}', 'This HAR is not as it should be: log.entries'],
    ['that was cut off', '{"log":{"entries":[', 'cut off or changed'],
    ['of too many web sockets', JSON.stringify({ log: { entries: Array(1001).fill(socket([])) } }), 'than 1,000'],
  ])('%s is refused in plain words', async (_, text, reason) => {
    await expect(bench.take(text)).rejects.toThrow(reason);
  });

  it('is read up to a size that is said', async () => {
    const file = join(bench.folder, 'large');
    writeFileSync(file, '{"log":{');
    truncateSync(file, 129 * 1024 * 1024);
    await expect(bench.journal.import({ path: file, after, known: [] })).rejects.toThrow('larger than 128 MB');
  });

  it('may begin with a byte order mark', async () => {
    const { entries } = await bench.take(`\uFEFF${JSON.stringify({ log: { entries: [socket([received('x')])] } })}`);
    expect(entries).toBe(1);
  });
});
