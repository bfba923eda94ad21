import { describe, expect, it } from 'vitest';
import { showPreview } from './preview.ts';

const preview = { kind: 'say', args: [{ word: 'Grüße' }, Uint8Array.of(1, 2, 3)], facts: [] };

describe('a preview', () => {
  it('is shown as an entry is: JSON text, and the bytes beside it', () => {
    expect(showPreview({ ...preview, limit: { bytes: 9, text: 'why' } }, 1000)).toEqual({
      kind: 'say',
      payload: {
        args: '[{"word":"Grüße"},null]',
        binaries: [{ path: [1], base64: 'AQID', size: 3 }],
        size: 28,
        cut: false,
      },
      facts: [],
      marks: [],
      limit: { bytes: 9, text: 'why' },
    });
  });

  it('is cut to what was asked for', () => {
    expect(showPreview({ ...preview, marks: ['broken'] }, 2).payload).toEqual({
      args: '[{',
      binaries: [{ path: [1], base64: 'AQI=', size: 3 }],
      size: 28,
      cut: true,
    });
  });
});
