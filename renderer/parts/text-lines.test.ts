import { describe, expect, it } from 'vitest';
import { lineAt, lineStarts } from './text-lines.ts';

function linesOf(text: string, columns: number): string[] {
  const starts = lineStarts(text, columns);
  return Array.from(starts, (_, index) => lineAt(text, starts, index));
}

describe('lines of a text', () => {
  it('break where the text breaks and where the width ends', () => {
    expect(linesOf('ab\r\n\ncdefg\n', 3)).toEqual(['ab', '', 'cde', 'fg', '']);
    expect(linesOf('', 10)).toEqual(['']);
    expect(linesOf('abcdef', 3)).toEqual(['abc', 'def']);
  });

  it('lose nothing of a long text', () => {
    const text = `${'x'.repeat(1_000_003)}\n${'y'.repeat(17)}`;
    expect(linesOf(text, 100).join('')).toBe(text.replace('\n', ''));
  });
});
