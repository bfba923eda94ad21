import { describe, expect, it } from 'vitest';
import { strayFiles, wrongFuses } from './packed.ts';

const states = (text: string) => ({
  version: '1',
  ...Object.fromEntries([...text].map((state, at) => [at, state.charCodeAt(0)])),
});

describe('rule 17: every fuse stands as we want it', () => {
  it('accepts the wire of older and of newer runtimes', () => {
    expect([wrongFuses(states('01001100')), wrongFuses(states('010011001'))]).toEqual([[], []]);
  });

  it('names a fuse that stands wrong, was removed, or is not known to us', () => {
    expect(wrongFuses(states('11001100'))).toEqual(['RunAsNode']);
    expect(wrongFuses(states('0100r100'))).toEqual(['EnableEmbeddedAsarIntegrityValidation']);
    expect(wrongFuses(states('0100110010'))).toEqual(['number 9']);
  });
});

describe('rule 18: the package holds what is built and nothing else', () => {
  it('accepts what is built, with either separator', () => {
    const built = ['/package.json', '/out', '/out/main/index.cjs', '\\out\\renderer\\assets\\index-1_a.js'];
    expect(strayFiles(built)).toEqual([]);
  });

  it.each(['/out/main/headless.cjs', '/out/main/index.cjs.map', '/.env', '/node_modules/ws/index.js', '/main/app.ts'])(
    'refuses %s',
    (path) => {
      expect(strayFiles([path])).toEqual([path]);
    },
  );
});
