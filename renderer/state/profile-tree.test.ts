import { describe, expect, it } from 'vitest';
import { aProfile } from '../fake-bridge.fixture.ts';
import { movedByStep, movedInto, type Order, treeRows, withFolderRenamed } from './profile-tree.ts';

const alice = aProfile({ name: 'Alice' });
const bob = aProfile({ name: 'Bob', folder: 'Work' });
const carol = aProfile({ name: 'Carol', folder: 'Work' });
const dora = aProfile({ name: 'Dora', folder: 'Home' });
const all = [bob, alice, carol, dora];

function names(order: Order): string[] {
  return order.map(({ id, folder }) => `${folder}/${all.find((profile) => profile.id === id)?.name}`);
}

describe('the tree of profiles', () => {
  it('shows loose profiles first, then folders, folded in where asked', () => {
    const rows = treeRows(all, ['Work'], '');
    expect(rows.map((row) => (row.row === 'folder' ? `[${row.name} ${row.size}]` : row.profile.name))).toEqual([
      'Alice',
      '[Work 2]',
      '[Home 1]',
      'Dora',
    ]);
  });

  it('finds by name and by folder, also in folded ones', () => {
    expect(treeRows(all, ['Work'], 'work')).toHaveLength(3);
    expect(treeRows(all, [], 'dora')).toHaveLength(2);
    expect(treeRows(all, [], 'nobody')).toHaveLength(0);
  });

  it('moves by steps, over the edges of folders', () => {
    expect(names(movedByStep(all, carol.id, -1))).toEqual(['/Alice', 'Work/Carol', 'Work/Bob', 'Home/Dora']);
    expect(names(movedByStep(all, carol.id, 1))).toEqual(['/Alice', 'Work/Bob', 'Home/Carol', 'Home/Dora']);
    expect(names(movedByStep(all, bob.id, -1))).toEqual(['/Alice', '/Bob', 'Work/Carol', 'Home/Dora']);
    expect(names(movedByStep(all, dora.id, 1))).toEqual(['/Alice', 'Work/Bob', 'Work/Carol', 'Home/Dora']);
  });

  it('moves into a folder, at its end or before another', () => {
    expect(names(movedInto(all, alice.id, 'Work'))).toEqual(['Work/Bob', 'Work/Carol', 'Work/Alice', 'Home/Dora']);
    expect(names(movedInto(all, dora.id, 'Work', carol.id))).toEqual(['/Alice', 'Work/Bob', 'Work/Dora', 'Work/Carol']);
    expect(names(movedInto(all, bob.id, 'New'))).toEqual(['/Alice', 'Work/Carol', 'Home/Dora', 'New/Bob']);
  });

  it('renames a folder', () => {
    expect(names(withFolderRenamed(all, 'Work', ' Office '))).toEqual([
      '/Alice',
      'Office/Bob',
      'Office/Carol',
      'Home/Dora',
    ]);
  });
});
