import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Filter } from '../../../preload/contract/filter/index.ts';
import type { Finder } from '../view.ts';
import { type Asking, conditionOf } from './condition-of.ts';
import { type Look, quickOf, type Reading, type Texts } from './reading.ts';
import { createRegexpRunner } from './regexp-runner.ts';

/** Texts that are looked through at a time: so many, or so many letters. */
const mostTexts = 2000;
const mostLetters = 1_000_000;

type Plain = string | number;
type Range = readonly Plain[];
/** What stands for a question mark; the look is the same for all ranges: an expression that exploded stays stopped. */
type Given = Plain | { reading: Reading; look: (rows: Iterable<Row>) => number[] };

/** Finds the entries of some profiles that meet a filter. It throws `FilterTooSlow`. */
export function createFinder(
  database: DatabaseSync,
  profiles: readonly string[],
  filter: Filter,
  asking: Asking,
): Finder {
  const { sql, values } = conditionOf(filter, asking);
  const quick = quickOf((filter.what === 'and' ? filter.parts : []).map((part) => conditionOf(part, asking)));
  const given = values.map((value) =>
    typeof value === 'object' ? { reading: value, look: lookerOf(value.look) } : value,
  );
  const search = (range: string) => {
    const from = `from entry where profile in (select number from profile where id in (select value from json_each(?)))
      and ${range}`;
    const statement = database.prepare(`
      select json_group_array(id) as ids from (select entry.id as id ${from} and ${sql} order by entry.id)`);
    const fill = given.map((value) =>
      createFilling(database, `${from} and ${quick.sql}`, value, quick.values as Plain[]),
    );
    return (place: Range): number[] =>
      JSON.parse(String(statement.get(...place, ...fill.map((value) => value(place)))?.ids));
  };
  const asked = JSON.stringify(profiles);
  const between = search('entry.id > ? and entry.id <= ?');
  const within = search('entry.id in (select value from json_each(?))');
  return {
    find: (after, upTo) => between([asked, after, upTo]),
    among: (ids) => within([asked, JSON.stringify(ids)]),
  };
}

/** A value as it is, or the ids that meet a reading, as JSON. `from` takes a place and then `quick`. */
function createFilling(database: DatabaseSync, from: string, given: Given, quick: readonly Plain[]) {
  if (typeof given !== 'object') return () => given;
  const { columns, narrowed } = given.reading;
  const named = columns.map((column, index) => `${column} as c${index}`).join(', ');
  const statement = database.prepare(`select entry.id as id, ${named} ${from} and ${narrowed.sql}`);
  return (place: Range) => {
    const values = [...place, ...quick, ...(narrowed.values as Plain[])];
    return JSON.stringify(given.look(rowsOf(statement, values, columns.length)));
  };
}

type Row = readonly [id: number, texts: Texts];

function* rowsOf(statement: StatementSync, values: Plain[], width: number): Generator<Row> {
  for (const row of statement.iterate(...values)) {
    yield [Number(row.id), Array.from({ length: width }, (_, index) => row[`c${index}`] as string | null)];
  }
}

function lookerOf(look: Look): (rows: Iterable<Row>) => number[] {
  if (look.how === 'test') {
    return (rows) => Array.from(rows).flatMap(([id, texts]) => (look.meets(texts) ? [id] : []));
  }
  const run = createRegexpRunner(look.regexp);
  return (rows) => {
    const found = new Set<number>();
    for (const { ids, texts } of heapsOf(rows, look.find)) {
      run(texts).forEach((matches, index) => {
        if (matches) found.add(ids[index] ?? 0);
      });
    }
    return [...found];
  };
}

interface Heap {
  /** Of the entry that each text is from. */
  ids: number[];
  texts: string[];
}

function* heapsOf(rows: Iterable<Row>, find: (texts: Texts) => string[]): Generator<Heap> {
  let heap: Heap = { ids: [], texts: [] };
  let letters = 0;
  for (const [id, found] of rows) {
    for (const text of find(found)) {
      heap.ids.push(id);
      heap.texts.push(text);
      letters += text.length;
    }
    if (heap.texts.length < mostTexts && letters < mostLetters) continue;
    yield heap;
    heap = { ids: [], texts: [] };
    letters = 0;
  }
  if (heap.texts.length > 0) yield heap;
}
