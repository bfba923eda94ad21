import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { services } from '../main/services/index.ts';

const code = (...patterns: string[]) =>
  globSync(patterns).filter((file) => !/\.(test|fixture|d)\.ts$|\.test-|sources\.test/.test(file));

/** `file:line` of every place where a pattern stands. */
function places(files: string[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
  );
}

/** Services and vendors, wherever they are words that say nothing else. The headless host itself speaks WebSocket. */
const named = /app2app|kaleido|cloudonix|innovaphone|appwebsocket|\bbowl\b|sockjs|socketcluster|socket\.io/i;

const everything = code('{main,preload,renderer,scripts}/**/*.{ts,svelte,js,html}', '*.ts');

describe('what the sources must not hold', () => {
  it('finds the sources', () => {
    expect(everything.length).toBeGreaterThan(100);
  });

  it('rule 11: message content is never markup', () => {
    expect(places(code('renderer/**/*.{svelte,ts}'), /\{@html|\.(inner|outer)HTML\b|insertAdjacentHTML/)).toEqual([]);
  });

  it('rule 13: certificate checks are never switched off for the whole process', () => {
    expect(places(everything, /NODE_TLS_REJECT_UNAUTHORIZED/)).toEqual([]);
  });

  it('a static style in a template would break the policy of the page', () => {
    expect(places(code('renderer/**/*.svelte'), /\sstyle="[^{]*"/)).toEqual([]);
  });

  it('the interface and the plumbing name no service, in tests and comments neither', () => {
    const files = globSync([
      '{renderer,preload}/**/*.{ts,svelte,css,html}',
      'main/{connections,journal,keyring,profiles}/**/*.ts',
    ]);
    expect(files.length).toBeGreaterThan(100);
    const ids = Object.keys(services).join('|');
    // HAR's own word for what it holds happens to be one of them.
    expect(places(files, new RegExp(`(?<!_resourceType: )['"\`](${ids})['"\`]`, 'i'))).toEqual([]);
    expect(places(files, named)).toEqual([]);
  });
});

describe('rule 2: the built preload is one CommonJS file that requires electron only', () => {
  it('is small and requires nothing else', async () => {
    const { build } = await import('vite');
    const built = await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        write: false,
        minify: false,
        ssr: 'preload/index.ts',
        rolldownOptions: { external: ['electron'], output: { format: 'cjs' } },
      },
    });
    const chunks = (Array.isArray(built) ? built : 'output' in built ? [built] : []).flatMap(({ output }) => output);
    const [preload] = chunks;
    if (chunks.length !== 1 || preload?.type !== 'chunk') throw new Error('the preload is not one file');
    const required = [...preload.code.matchAll(/\brequire\(["']([^"']+)["']\)/g)].map(([, name]) => name);
    expect(required).toEqual(['electron']);
    expect(Buffer.byteLength(preload.code)).toBeLessThan(2048);
  });
});
