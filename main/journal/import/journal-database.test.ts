import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../schema.ts';
import { after, anOrder, type Bench, exported, fill, openBench } from './archive.fixture.ts';

const alice = crypto.randomUUID();
const columns = 'id, profile, at, direction, kind, tone, size, preview, waiting, args';
const current = migrations.length;

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

/** The bytes of a database that is made so. */
function database(...statements: string[]): Buffer {
  const path = join(bench.folder, `${crypto.randomUUID()}.sqlite`);
  const made = new DatabaseSync(path);
  made.exec(`pragma foreign_keys = off; ${statements.join(';\n')}`);
  made.close();
  return readFileSync(path);
}

const schema = (version = current) => `${migrations.slice(0, version).join('\n')}; pragma user_version = ${version}`;
const loose = () => schema().replaceAll(/\) strict;/g, ');');
const profile = `insert into profile values (1, '${alice}')`;
/** Values in SQL instead of usual ones. */
function entry(id: number, values: Record<string, string> = {}): string {
  const usual = { direction: `'in'`, kind: `'message'`, tone: `'plain'`, preview: `'x'`, args: `'["x"]'` };
  const given = { id: String(id), profile: '1', at: '1.5', size: '5', waiting: '0', ...usual, ...values };
  const names = Object.keys(given).map((name) => `"${name}"`);
  return `insert into entry (${names.join(', ')}) values (${Object.values(given).join(', ')})`;
}
const taken = (number: number) => bench.journal.entry(after + number, 100_000);

describe('the journal of another Patchbay', () => {
  it('comes with all that belongs to its entries, and names of the profiles that are known', async () => {
    const { journal: live, folder } = await bench.open();
    const stranger = crypto.randomUUID();
    live.keepInParts(10);
    await fill(live, alice, stranger);
    const known = [
      { id: alice, name: 'Alice', service: 'post' },
      { id: stranger, name: 'Profile 1', service: '' },
    ];
    const [first, second] = [join(bench.folder, 'first'), join(bench.folder, 'second')];
    await live.export(anOrder('ndjson', known), first);
    await live.close();
    const { profiles, entries, refused } = await bench.take(
      readFileSync(join(folder, 'journal.sqlite')),
      known.slice(0, 1),
    );
    expect([entries, refused.count]).toEqual([2, 0]);
    await bench.journal.export(anOrder('ndjson', profiles), second);
    expect(exported(second, profiles)).toBe(exported(first, known));
  });

  it.each(migrations.map((_, index) => index + 1))('may be of version %i', async (version) => {
    const binary = `insert into binary values (7, '[0]', x'01ff')`;
    const { entries, profiles } = await bench.take(
      database(schema(version), 'pragma journal_mode = wal', profile, entry(7, { args: `'[null]'` }), binary),
    );
    expect([entries, profiles.map(({ name }) => name)]).toEqual([1, ['Profile 1']]);
    expect((await taken(1))?.payload).toMatchObject({ args: '[null]', binaries: [{ path: [0], base64: 'Af8=' }] });
  });

  it('may be of a newer version, as long as what is known here is there', async () => {
    const newer = [schema(), 'alter table entry add column mood text', 'create table mood (id integer)'];
    const version = `pragma user_version = ${current + 1}`;
    const { entries } = await bench.take(database(...newer, version, profile, entry(1, { mood: `'x'` })));
    expect(entries).toBe(1);
    const changed = database(schema(), 'alter table entry rename column args to payload', version);
    await expect(bench.take(changed)).rejects.toThrow('A newer Patchbay wrote this journal');
  });

  const damaged = (bytes: Buffer) => bytes.fill(0xff, 4096 * 60, 4096 * 62);
  const cut = (bytes: Buffer) => bytes.subarray(0, 4096 * 60);
  it.each([
    ['is damaged', damaged, 1900],
    ['was cut off', cut, 600],
  ])('loses what %s, and no more', async (_, damage, least) => {
    const many = Array.from({ length: 2000 }, (_, index) => entry(index + 1, { args: `'["${'x'.repeat(200)}"]'` }));
    const { entries, refused } = await bench.take(damage(database(schema(), profile, 'begin', ...many, 'commit')));
    expect(entries).toBeGreaterThan(least);
    expect(entries).toBeLessThan(2000);
    expect(refused.examples[0]).toEqual({
      where: expect.stringMatching(/^After entry \d+$/),
      reason: 'The file is damaged here.',
    });
  });

  it('loses what has other types than it should, and runs nothing', async () => {
    const { entries, refused } = await bench.take(
      database(
        ...[loose(), profile, `insert into profile values (2, x'00')`, entry(1), entry(2, { kind: `x'00'` })],
        ...[
          entry(3, { at: `'now'` }),
          entry(4, { at: '1e300' }),
          entry(5, { args: `'["x"'` }),
          entry(6, { args: '5' }),
        ],
        ...[entry(7, { profile: '2' }), entry(8, { profile: '3' }), entry(9, { profile: `'x'` })],
        ...[
          entry(10, { marks: `'{}'` }),
          entry(11, { opened: `'{"state":"strange"}'` }),
          entry(12, { direction: `'up'` }),
        ],
        ...[
          entry(13),
          `insert into binary values (13, '[0]', 'text')`,
          entry(14),
          `insert into part values (14, 0, 5)`,
        ],
        ...[entry(15), `insert into bookmark values (15, 'x', 'pink')`, entry(16, { waiting: '9223372036854775807' })],
        ...[entry(17), 'update entry set id = 9223372036854775807 where id = 17', entry(18, { id: '-1' })],
        'create trigger t after insert on entry begin delete from entry; end',
      ),
    );
    expect(entries).toBe(1);
    expect(refused.count).toBe(16);
    expect(refused.examples.map(({ where }) => where)).toEqual([
      ...Array.from({ length: 15 }, (_, index) => `Entry ${index + 2}`),
      'After entry 16',
    ]);
  });

  const posing = (statement: string) => () => database(schema(), 'alter table entry rename to old', statement);
  it.each([
    ['is another database', () => database('create table entry (id integer primary key)', 'pragma user_version = 3')],
    ['has no version', () => database(schema(), 'pragma user_version = 0')],
    ['has a view for a table', posing('create view entry as select * from old')],
    ['has another kind of table', posing(`create virtual table entry using fts5(${columns.replace('id, ', '')})`)],
    ['has computed columns', posing(computed())],
  ])('is not what %s', async (_, make) => {
    await expect(bench.take(make())).rejects.toThrow('This file is a database, but no journal of Patchbay.');
  });

  it('is refused in plain words where nothing of it can be read', async () => {
    const nonsense = Buffer.from('SQLite format 3\0'.padEnd(9000, 'nonsense'));
    await expect(bench.take(nonsense)).rejects.toThrow('The file is damaged: nothing in it can be read.');
    await expect(bench.take(database(schema(), profile, entry(1, { at: '1e300' })))).rejects.toThrow('Nothing in this');
  });

  it('is refused where it says that it holds more than there is', async () => {
    const entries = Array.from({ length: 20 }, (_, index) => entry(index + 1));
    const large = JSON.stringify([{ label: 'x'.repeat(500_000), url: '' }]);
    const without = migrations.map((step) => step.replace('alter table entry add column links text;', ''));
    const hostile = [`alter table entry add column links text default '${large}'`, `pragma user_version = ${current}`];
    await expect(bench.take(database(...without, profile, ...entries, ...hostile))).rejects.toThrow('made to deceive');
  });
});

/** A table like that of entries, with arguments that are made when they are read. */
function computed(): string {
  const table = /create table entry \(.*?\) strict/s.exec(migrations[0] ?? '')?.[0] ?? '';
  const later = 'offers text, links text, parts integer not null default 0';
  return table.replace('args text not null', `args text as (hex(zeroblob(1000))), ${later}`);
}
