import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Journal, openJournal } from '../journal.ts';

const worker = join(import.meta.dirname, '../worker.ts');
const on = {
  taken() {},
  appended() {},
  revised() {},
  exported() {},
  imported() {},
  troubled() {},
  captured() {},
  hold() {},
};
const head = '{"patchbay":"journal","version":1,"profiles":[{"id":"p","name":"Alice","service":"post"}]}';
const line = (more: object = {}) => JSON.stringify({ at: 1, direction: 'in', kind: 'message', args: ['x'], ...more });
const after = 1_000_000_000_000;

let folder: string;
let journal: Journal;

async function open(name: string): Promise<Journal> {
  const home = mkdtempSync(join(folder, name));
  return (await openJournal({ folder: home, worker, on })).journal;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-import-'));
  journal = await open('archive-');
});
afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true });
});

function take(...lines: string[]) {
  const path = join(folder, 'file.ndjson');
  writeFileSync(path, lines.join('\n'));
  return journal.import(path, after);
}

describe('an exported journal', () => {
  it('is the same when it is exported again, but for its ids', async () => {
    const live = await open('live-');
    const profile = crypto.randomUUID();
    const id = live.append(profile, {
      ...{ direction: 'out', kind: 'message', args: [{ a: [new Uint8Array([1, 255])] }, 'x'], from: 'a', to: 'b' },
      ...{ exchange: 'e', marks: ['duplicate'], resend: { action: 'send', input: { text: 'x' } } },
      opened: { state: 'opened', by: 'key' },
    });
    live.revise(id, {
      inside: 'open',
      facts: [{ name: 'n', value: 'v' }],
      steps: [{ name: 'sent', after: 1.5, tone: 'good' }],
    });
    live.append(profile, { direction: 'note', kind: 'closed', args: [], tone: 'bad' });
    const asked = {
      id: crypto.randomUUID(),
      filter: '',
      fold: false,
      from: null,
      to: null,
      format: 'ndjson' as const,
      redact: false,
      app: '1',
      secrets: [],
    };
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    await live.export({ ...asked, profiles: [profile], known: [{ id: profile, name: 'Alice', service: 's' }] }, first);
    await live.close();
    const { profiles, entries, refused } = await journal.import(first, after);
    expect([entries, refused.count]).toEqual([2, 0]);
    const given = profiles[0] ?? { id: '', name: '', service: '' };
    await journal.export({ ...asked, profiles: [given.id], known: [given] }, second);
    const plain = (path: string, id: string) =>
      readFileSync(path, 'utf8')
        .replaceAll(id, 'profile')
        .replace(/"id":(?:10{11})?(\d)/g, '"id":$1');
    expect(plain(second, given.id)).toBe(plain(first, profile));
  });

  it('has ids of its own, and says what could not be read', async () => {
    const deep = `{"at":1,"direction":"in","kind":"deep","args":[${'['.repeat(50_000)}${']'.repeat(50_000)}]}`;
    const { entries, refused, profiles } = await take(
      ...[head, line(), 'nonsense', '', line({ at: 1e300 }), line({ args: 5 }), line({ profile: 'q' })],
      ...['{"__proto__":{"at":1}}', '{"at":1,"direction":"in","kind":"message","args":[{"__proto__":1}]}', deep],
    );
    expect(entries).toBe(3);
    expect(refused.count).toBe(5);
    expect(refused.examples.map(({ line }) => line)).toEqual([3, 5, 6, 7, 8]);
    expect(refused.examples[0]?.reason).toMatch(/^Not JSON/);
    expect(profiles).toEqual([{ id: expect.any(String), name: 'Alice', service: 'post' }]);
    expect(await journal.entry(after + 2, 1000)).toMatchObject({ payload: { args: '[{"__proto__":1}]' } });
  });

  it.each([
    ['nothing', '', 'The file is empty.'],
    ['something else', '{"log":{}}', 'no log that Patchbay exported'],
    ['a later version', head.replace('"version":1', '"version":2'), 'A newer Patchbay'],
    ['only what cannot be read', `${head}\nnonsense`, 'Nothing in this file could be read'],
  ])('is refused where it holds %s', async (_, text, reason) => {
    await expect(take(text)).rejects.toThrow(reason);
  });
});
