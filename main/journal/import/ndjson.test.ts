import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { after, anOrder, type Bench, exported, fill, openBench } from './archive.fixture.ts';

const head = '{"patchbay":"journal","version":1,"profiles":[{"id":"p","name":"Alice","service":"post"}]}';
const line = (more: object = {}) => JSON.stringify({ at: 1, direction: 'in', kind: 'message', args: ['x'], ...more });

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const take = (...lines: string[]) => bench.take(lines.join('\n'));

describe('an exported journal', () => {
  it('is the same when it is exported again, but for its ids', async () => {
    const { journal: live } = await bench.open();
    const known = ['Alice', 'Bob'].map((name) => ({ id: crypto.randomUUID(), name, service: 's' }));
    await fill(live, known[0]?.id ?? '', known[1]?.id ?? '');
    const [first, second] = [join(bench.folder, 'first'), join(bench.folder, 'second')];
    await live.export(anOrder('ndjson', known), first);
    const { profiles, entries, refused } = await bench.take(readFileSync(first));
    expect([entries, refused.count]).toEqual([2, 0]);
    await bench.journal.export(anOrder('ndjson', profiles), second);
    expect(exported(second, profiles)).toBe(exported(first, known));
  });

  it('has ids of its own, and says what could not be read', async () => {
    const deep = `{"at":1,"direction":"in","kind":"deep","args":[${'['.repeat(50_000)}${']'.repeat(50_000)}]}`;
    const { entries, refused, profiles } = await take(
      ...[head, line(), 'nonsense', '', line({ at: 1e300 }), line({ args: 5 }), line({ profile: 'q' })],
      ...['{"__proto__":{"at":1}}', '{"at":1,"direction":"in","kind":"message","args":[{"__proto__":1}]}', deep],
    );
    expect(entries).toBe(3);
    expect(refused.count).toBe(5);
    expect(refused.examples.map(({ where }) => where)).toEqual(['Line 3', 'Line 5', 'Line 6', 'Line 7', 'Line 8']);
    expect(refused.examples[0]?.reason).toMatch(/^Not JSON/);
    expect(profiles).toEqual([{ id: expect.any(String), name: 'Alice', service: 'post' }]);
    expect(await bench.journal.entry(after + 2, 1000)).toMatchObject({ payload: { args: '[{"__proto__":1}]' } });
  });

  it('may have more of a newer version than is known here', async () => {
    const { refused } = await take(head, line({ later: 1, facts: [{ name: 'n', value: 'v', later: 1 }] }));
    expect(refused.count).toBe(0);
    expect(await bench.journal.entry(after + 1, 1000)).toMatchObject({ facts: [{ name: 'n', value: 'v' }] });
  });

  it.each([
    ['nothing', '', 'The file is empty.'],
    ['something else', 'a,b,c', 'no log that Patchbay can open'],
    ['a profile', '{"patchbay":"profile","version":1}', 'no log that Patchbay can open'],
    ['a later version', head.replace('"version":1', '"version":2'), 'A newer Patchbay'],
    ['only what cannot be read', `${head}\nnonsense`, 'Nothing in this file could be read'],
    ['too many profiles', head.replace(/(\{"id.*?\})/, Array(1001).fill('$1').join()), 'No more than 1,000'],
  ])('is refused where it holds %s', async (_, text, reason) => {
    await expect(take(text)).rejects.toThrow(reason);
  });
});
