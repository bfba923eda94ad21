import { describe, expect, it } from 'vitest';
import { anEntryRow } from '../fake-bridge.fixture.ts';
import { seenAt, seenIn, seenOn } from './seen.ts';

function element(html: Record<string, string>, role?: string): HTMLElement {
  const made = document.createElement('div');
  Object.assign(made.dataset, html);
  if (role) made.setAttribute('role', role);
  return made;
}

describe('what is seen', () => {
  it('in a row can be asked for and left out', () => {
    const parts = seenIn(
      anEntryRow({
        kind: 'two words',
        marks: ['duplicate'],
        steps: [{ name: 'delivered', after: 1, tone: 'good' }],
        opened: { state: 'locked', needs: [] },
        signature: { state: 'signer-unknown', reason: 'No certificate.' },
      }),
      'Alice',
    );
    expect(parts.kind).toEqual({ term: 'kind="two words"', without: '-kind="two words"' });
    expect(Object.values(parts).map(({ term }) => term)).toEqual(
      expect.arrayContaining([
        'direction:in',
        'from=alice@post.example',
        'status=delivered',
        'mark=duplicate',
        'connection=Alice',
        'verdict:locked',
        'verdict:unknown',
      ]),
    );
    expect(seenIn(anEntryRow({}), undefined).opened).toBeUndefined();
  });

  it('in a payload is named by its path, without the number of its argument', () => {
    expect(seenAt([0, 'body', 'availability'], 'dnd').term).toBe('body.availability=dnd');
    expect(seenAt([2], 'x').term).toBe('[2]=x');
  });

  it('on an element is what its data say, as text', () => {
    const line = (path: unknown[], value?: string) =>
      element({ path: JSON.stringify(path), ...(value !== undefined && { value }) });
    expect(seenOn(line([0, 'a', '__proto__'], '"<b>"'), {})?.term).toBe('a.__proto__="<b>"');
    expect(seenOn(line([0, 'a', 3], 'null'), {})?.term).toBe('a[3]=null');
    expect(seenOn(line([0, 'a']), {})).toEqual({ term: 'has:a', without: '-has:a' });
    expect(seenOn(line([0]), {})).toBeNull();
    expect(seenOn(element({ seen: 'kind' }), { kind: seenAt('kind', 'a') })?.term).toBe('kind=a');
    const tree = element({}, 'tree');
    const cursor = line(['b'], '1');
    cursor.className = 'cursor';
    tree.append(line(['a'], '1'), cursor);
    expect(seenOn(tree, {})?.term).toBe('b=1');
  });
});
