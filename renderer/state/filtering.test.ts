import { describe, expect, it } from 'vitest';
import { Filtering } from './filtering.svelte.ts';

describe('Filtering', () => {
  it('asks by the last filter that could be read', () => {
    const filtering = new Filtering(
      () => ['p'],
      () => [],
    );
    filtering.text = ' kind:a ';
    filtering.text = 'kind:a "';
    expect(filtering.question).toEqual({ profiles: ['p'], filter: 'kind:a', fold: false, rules: [] });
    filtering.add('to=b');
    expect(filtering.text).toBe('kind:a to=b');
    filtering.clear();
    expect(filtering.hides).toBe(false);
  });

  it('highlights before all rules that are on and can be read', () => {
    const rules = ['x', '', 'size>', 'y'].map((filter) => ({
      name: '',
      on: filter !== 'y',
      filter,
      colour: 'red' as const,
    }));
    const filtering = new Filtering(
      () => ['p'],
      () => rules,
    );
    filtering.mode = 'highlight';
    expect(filtering.question.rules).toEqual([{ filter: 'x', colour: 'red' }]);
    filtering.text = 'z';
    expect(filtering.question).toMatchObject({
      filter: '',
      rules: [{ filter: 'z', colour: 'yellow' }, { filter: 'x' }],
    });
  });
});
