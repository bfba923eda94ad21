import { describe, expect, it } from 'vitest';
import { defaultPreferences } from '../../preload/contract/default-preferences.ts';
import { columnsFor, completed, moved } from './log-columns.ts';

const { columns } = defaultPreferences;
const names = (width: number, several = false) => columnsFor(width, columns, several).map(({ column }) => column);

describe('the columns of a log', () => {
  it('are as many as there is room for', () => {
    expect(names(1200)).toEqual(['time', 'difference', 'direction', 'kind', 'preview', 'status', 'parties', 'size']);
    expect(names(600)).toEqual(['time', 'difference', 'direction', 'kind', 'preview', 'status']);
    expect(names(300)).toEqual(['time', 'direction', 'kind', 'preview', 'status']);
    expect(names(200)).toEqual(['time', 'direction', 'preview', 'status']);
  });

  it('name the connection where there are several', () => {
    expect(names(1200, true)).toContain('connection');
  });

  it('are as wide as was said; the message takes what is left', () => {
    const wide = columns.map((each) => ({ ...each, width: 300 }));
    const tracks = Object.fromEntries(columnsFor(1200, wide, false).map(({ column, track }) => [column, track]));
    expect(tracks.kind).toBe('300px');
    expect(tracks.preview).toBe('minmax(120px, 1fr)');
  });

  it('can be moved, and not beyond the ends', () => {
    const order = (by: number) => moved(columns, 'difference', by).map(({ column }) => column);
    expect(order(1).slice(0, 3)).toEqual(['time', 'direction', 'difference']);
    expect(order(-9)[0]).toBe('difference');
    expect(order(99).at(-1)).toBe('difference');
  });

  it('of a newer version stand at the end', () => {
    const [time, ...others] = columns;
    expect(time?.column).toBe('time');
    expect(completed(others).at(-1)).toEqual({ column: 'time', shown: false, width: null });
  });
});
