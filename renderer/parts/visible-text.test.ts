import { describe, expect, it } from 'vitest';
import { runsOf, visibleText } from './visible-text.ts';

describe('visible text', () => {
  it('leaves ordinary text whole, whatever the script', () => {
    for (const text of ['', 'plain\ttext\nlines', 'Grüße 你好 שלום مرحبا', '👩‍👩‍👧 🏴']) {
      expect(runsOf(text).some((run) => run.hidden)).toBe(false);
      expect(visibleText(text)).toBe(text);
    }
  });

  it('names characters that would not be seen', () => {
    expect(runsOf('a\u202Eb\u0000')).toEqual([
      { text: 'a', hidden: false },
      { text: 'U+202E', hidden: true },
      { text: 'b', hidden: false },
      { text: 'U+0000', hidden: true },
    ]);
    expect(visibleText('x\u{E0041}\uD800')).toBe('x[U+E0041][U+D800]');
  });
});
