import { describe, expect, it, vi } from 'vitest';
import type { DirectoryItem } from '../../preload/contract/index.ts';
import { Directory } from './directory.ts';

function anItem(kind: string, id: string, title = id): DirectoryItem {
  return { kind, id, title, badges: [], counters: [], offers: [] };
}

describe('directory', () => {
  it('tells what changed since it was last asked, once', () => {
    const touched = vi.fn();
    const directory = new Directory('p', touched);
    directory.put(anItem('room', 'a'));
    directory.put(anItem('room', 'a', 'Renamed'));
    directory.put(anItem('person', 'a'));
    directory.remove('person', 'a');
    directory.remove('person', 'never there');
    expect(touched).toHaveBeenCalledTimes(4);
    expect(directory.take()).toEqual({
      profile: 'p',
      reset: false,
      put: [anItem('room', 'a', 'Renamed')],
      removed: [{ kind: 'person', id: 'a' }],
    });
    expect(directory.take()).toEqual({ profile: 'p', reset: false, put: [], removed: [] });
  });

  it('keeps ids that look like property names apart', () => {
    const directory = new Directory('p', () => {});
    directory.put(anItem('__proto__', 'constructor'));
    expect(directory.list('__proto__')).toHaveLength(1);
    expect(directory.get('constructor', '__proto__')).toBeUndefined();
    expect(({} as Record<string, unknown>).title).toBeUndefined();
  });

  it('says when everything before is gone', () => {
    const directory = new Directory('p', () => {});
    directory.put(anItem('room', 'a'));
    directory.clear();
    directory.put(anItem('room', 'b'));
    expect(directory.take()).toMatchObject({ reset: true, put: [anItem('room', 'b')], removed: [] });
    expect(directory.all()).toEqual([anItem('room', 'b')]);
  });
});
