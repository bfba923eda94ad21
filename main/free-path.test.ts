import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePath } from './free-path.ts';

const folder = '/home/somebody/Downloads';

describe('a free path', () => {
  it('is another one where the name is taken', () => {
    const taken = [`${folder}/a.json`, `${folder}/a (2).json`];
    expect(freePath(folder, 'a.json', (path) => taken.includes(path))).toBe(`${folder}/a (3).json`);
  });

  it.each(['../../etc/passwd', '..\\..\\boot.ini', '.bashrc', '', 'a\u0000b', '\u202etxt.exe'])(
    'keeps %j inside the folder',
    (name) => {
      const path = freePath(folder, name, () => false);
      expect(dirname(path)).toBe(folder);
      expect(path).not.toMatch(/[\p{Cc}\p{Cf}]|\/\./u);
    },
  );
});
