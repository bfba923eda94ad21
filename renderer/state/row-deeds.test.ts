import { describe, expect, it, vi } from 'vitest';
import { parseFilter } from '../../preload/contract/filter/index.ts';
import { anEntryRow } from '../fake-bridge.fixture.ts';
import { conversationOf, type RowDeeds, rowDeeds } from './row-deeds.ts';

function deeds(): RowDeeds {
  return { inspect: vi.fn(), copy: vi.fn(), bookmark: vi.fn(), measureFrom: vi.fn(), follow: vi.fn() };
}

const labels = (row: ReturnType<typeof anEntryRow>, given = deeds()) => rowDeeds(row, given).map(({ label }) => label);

describe('what can be done with a row', () => {
  it('depends on what it has', () => {
    const row = anEntryRow({ exchange: 'e-1', bookmark: { comment: '', colour: null } });
    expect(labels(row)).toContain('Follow this exchange');
    expect(labels(row)).toContain('Take the bookmark away');
    expect(labels(anEntryRow())).not.toContain('Follow this exchange');
    expect(labels(anEntryRow())).not.toContain('Show in the log of its connection');
    expect(labels(anEntryRow(), { ...deeds(), showConnection: vi.fn() })).toContain(
      'Show in the log of its connection',
    );
  });

  it('follows an exchange by a filter, however odd its name is', () => {
    const given = deeds();
    const exchange = 'a "b" ) or kind:x';
    rowDeeds(anEntryRow({ exchange }), given)
      .find(({ label }) => label === 'Follow this exchange')
      ?.run();
    const [[filter]] = vi.mocked(given.follow).mock.calls as [[string]];
    expect(parseFilter(filter)).toMatchObject({
      ok: true,
      filter: { what: 'field', field: 'exchange', match: { how: 'whole', text: exchange } },
    });
  });

  it('follows a conversation both ways', () => {
    expect(conversationOf({ from: 'alice', to: 'bob' })).toBe('(from=alice to=bob) or (from=bob to=alice)');
    expect(conversationOf({ to: 'news' })).toBe('from=news or to=news');
    expect(conversationOf({})).toBeUndefined();
  });
});
