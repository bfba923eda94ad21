import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { failed } from './filter/field-condition.ts';
import { createLandmarks } from './landmark.ts';
import { migrations } from './schema.ts';

let database: DatabaseSync;
beforeEach(() => {
  database = new DatabaseSync(':memory:');
  database.exec(`
    ${migrations.join('\n')}
    insert into profile values (1, 'p');
    insert into entry (id, profile, at, direction, kind, tone, size, preview, steps, waiting, args) values
      (1, 1, 0, 'in', 'message', 'plain', 2, '', null, 0, '[]'),
      (2, 1, 0, 'note', 'lost', 'bad', 2, '', null, 0, '[]'),
      (3, 1, 0, 'out', 'message', 'plain', 2, '', '[{"name":"refused","after":1,"tone":"bad"}]', 0, '[]'),
      (4, 1, 0, 'out', 'message', 'plain', 2, '', '[{"name":"sent","after":1,"tone":"good"}]', 0, '[]');
    insert into bookmark values (4, '', null), (1, '', 'red');`);
});
afterEach(() => database.close());

it('are what has a bookmark, and what failed or has a step that did', () => {
  const { landmarks, isLandmark } = createLandmarks(database);
  expect(landmarks('bookmarked')).toEqual([1, 4]);
  expect(landmarks('failed')).toEqual([2, 3]);
  const ids = [1, 2, 3, 4, 5];
  expect(ids.filter((id) => isLandmark('bookmarked', id))).toEqual([1, 4]);
  expect(ids.filter((id) => isLandmark('failed', id))).toEqual([2, 3]);
});

it('are found by an index', () => {
  const plan = database.prepare(`explain query plan select id from entry where ${failed} order by id`).all();
  expect(plan.map(({ detail }) => detail)).toEqual(['SCAN entry USING INDEX entry_failed']);
});
