import { describe, expect, it } from 'vitest';
import { fileOf, start, tapeFile, tapeText } from './tape.fixture.ts';
import { openTape } from './tape.ts';

async function read(file: string) {
  const entries = [];
  for await (const { size: _, ...entry } of (await openTape(file, 'push')).entries()) entries.push(entry);
  return entries;
}

const text = (kind: string, args: unknown[]) => ({ direction: 'in', kind, args }) as const;

describe('a tape', () => {
  it('gives its entries one by one, as they were recorded', async () => {
    const file = await tapeFile('push', [
      { direction: 'note', kind: 'open', args: [[]] },
      { direction: 'out', kind: 'registerUser', args: [{}], exchange: 'x' },
      { direction: 'in', kind: 'answer', args: ['«undefined»', { urn: 'u' }], exchange: 'x', at: start + 40.5 },
    ]);
    expect((await openTape(file, 'push')).total).toBe(3);
    expect(await read(file)).toEqual([
      { direction: 'note', at: start, exchange: undefined, recorded: { kind: 'open', args: [[]], asks: false } },
      { direction: 'out', at: start + 1, exchange: 'x', recorded: { kind: 'registerUser', args: [{}], asks: false } },
      {
        direction: 'in',
        at: start + 40.5,
        exchange: 'x',
        recorded: { kind: 'answer', args: [undefined, { urn: 'u' }], asks: false },
      },
    ]);
  });

  it('puts bytes back where they stood, and lets no key act', async () => {
    const args = JSON.parse('[{"__proto__":{"polluted":true},"deep":[null,1]},null]');
    const binaries = [
      { path: [0, 'deep', 0], base64: 'AAH/' },
      { path: [1], base64: '' },
      { path: [0, 'absent', 'far'], base64: 'AA==' },
    ];
    const [entry] = await read(await tapeFile('push', [{ ...text('data', args), binaries }]));
    if (entry?.direction !== 'in') throw new Error('It was not read');
    const [first, second] = entry.recorded.args as [{ deep: unknown[] }, unknown];
    expect(first.deep).toEqual([Buffer.from([0, 1, 255]), 1]);
    expect(second).toEqual(Buffer.alloc(0));
    expect(Object.getOwnPropertyNames(first)).toContain('__proto__');
    expect({}).not.toHaveProperty('polluted');
  });

  it('finds names that the journal cut, and what was asked to be answered', async () => {
    const name = 'n'.repeat(300);
    const marks = ['asks for an answer', 'long name'];
    const [entry] = await read(await tapeFile('push', [{ ...text(name.slice(0, 200), [name, 1]), marks }]));
    expect(entry).toMatchObject({ recorded: { kind: name, args: [1], asks: true } });
  });

  it('passes lines that say nothing, wherever the file is cut into pieces', async () => {
    const long = text('long', ['ü'.repeat(200_000)]);
    const file = await tapeFile('push', ['no JSON', '{"kind":"half"}', '[]', long, '', text('last', [])]);
    const kinds = (await read(file)).map((entry) => ('recorded' in entry ? entry.recorded.kind : entry.direction));
    expect(kinds).toEqual(['unreadable', 'unreadable', 'unreadable', 'long', 'last']);
    expect((await openTape(file, 'push')).total).toBe(5);
  });

  it('is made of the one profile of its service', async () => {
    const profiles = [
      { id: 'a', name: 'Ada', service: 'bowl' },
      { id: 'b', name: 'Reader', service: 'push' },
    ];
    const entries = ['b', 'a', undefined, 'b'].map((profile, index) => ({
      profile,
      at: index,
      ...text(`${index}`, []),
    }));
    const lines = [{ patchbay: 'journal', version: 1, profiles }, ...entries].map((line) => JSON.stringify(line));
    const directions = (await read(await fileOf(lines.join('\n')))).map(({ direction }) => direction);
    expect(directions).toEqual(['in', 'foreign', 'foreign', 'in']);
  });

  it('knows what its line was found to be', async () => {
    const facts = [{ name: 'Socket.IO generation', value: '4' }];
    const opened = { direction: 'note', kind: 'open', args: [facts] } as const;
    const { facts: found } = await openTape(await tapeFile('push', [text('early', []), opened]), 'push');
    expect([...found]).toEqual([['Socket.IO generation', '4']]);
    expect((await openTape(await tapeFile('push', [{ ...opened, args: ['none'] }]), 'push')).facts.size).toBe(0);
  });

  it('reads the last line without its end', async () => {
    const file = await fileOf(tapeText('push', [text('only', [])]).trimEnd());
    expect(await read(file)).toHaveLength(1);
  });

  it.each([
    ['an empty file', '', 'no journal exported as NDJSON'],
    ['something else', '{"log":{"version":"1.2"}}\n', 'no journal exported as NDJSON'],
    ['another service', tapeText('bowl', [text('online', [{}])]), 'recorded on “bowl”; this is the emulator of “push”'],
    ['a journal without entries', tapeText('push', []), 'has no entries'],
    [
      'a later version',
      '{"patchbay":"journal","version":7,"profiles":[{"name":"a","service":"push"}]}\n{}\n',
      'version 7',
    ],
    [
      'several profiles of the service',
      '{"patchbay":"journal","version":1,"profiles":[{"name":"a","service":"push"},{"name":"b","service":"push"}]}\n{}\n',
      'several profiles of this service, “a”, “b”',
    ],
  ])('refuses %s, and says why', async (_, content, reason) => {
    await expect(openTape(await fileOf(content), 'push')).rejects.toThrow(reason);
  });

  it('says what is wrong with a file that is not there', async () => {
    await expect(openTape('/nowhere/tape.ndjson', 'push')).rejects.toThrow('ENOENT');
  });
});
