import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { serveRenderer } from './serve.ts';

let folder = '';

beforeAll(() => {
  const root = mkdtempSync(join(tmpdir(), 'patchbay-serve-'));
  folder = join(root, 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(root, 'secret.js'), 'outside');
  writeFileSync(join(folder, 'index.html'), '<html><head></head><body></body></html>');
  writeFileSync(join(folder, 'assets/index-1.js'), 'inside');
  writeFileSync(join(folder, 'assets/index-1.js.map'), '{}');
  writeFileSync(join(folder, '.env'), 'KEY=1');
  symlinkSync(join(root, 'secret.js'), join(folder, 'assets/link.js'));
  symlinkSync(join(folder, 'assets/index-1.js'), join(folder, 'assets/near.js'));
});

const get = (url: string, method = 'GET') => serveRenderer(folder, { method, url }, "'none'");

describe('rule 6: the page and its files come from inside the renderer folder and nothing else does', () => {
  it('serves the page and its files', async () => {
    expect(await get('app://console/')).toMatchObject({ status: 200 });
    const script = await get('app://console/assets/index-1.js');
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script.body.toString()).toBe('inside');
    expect((await get('app://console/assets/near.js')).status).toBe(200);
  });

  it.each([
    'app://console/../secret.js',
    'app://console/assets/../../secret.js',
    'app://console/%2e%2e/secret.js',
    'app://console/assets/%2e%2e%2f%2e%2e%2fsecret.js',
    'app://console/..%5csecret.js',
    'app://console/%5c%5cserver%5cshare.js',
    'app://console/%252e%252e/secret.js',
    'app://console/assets/index-1.js%00.html',
    'app://console//etc/passwd',
    'app://console/C:/secret.js',
    'app://console/assets/link.js',
    'app://console/assets/index-1.js.map',
    'app://console/.env',
    'app://console/assets',
    'app://console/assets/',
    'app://console/absent.js',
    'app://console/%zz.js',
    '/../secret.js',
    'not a url at all\u0000',
  ])('answers 404 to %j', async (url) => {
    expect((await get(url)).status).toBe(404);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'get'])('answers 405 to %s', async (method) => {
    expect((await get('app://console/', method)).status).toBe(405);
  });

  it('answers HEAD without a body', async () => {
    expect(await get('app://console/', 'HEAD')).toMatchObject({ status: 200, body: '' });
  });
});

describe('rule 7: every page carries the strict policy', () => {
  it('names no source but its own, and a nonce for styles that the page knows', async () => {
    const { headers, body } = await get('app://console/');
    const nonce = /<meta name="csp-nonce" content="([^"]+)"/.exec(body.toString())?.[1];
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; " +
        `style-src 'self' 'nonce-${nonce}'; img-src 'self'; font-src 'self'; connect-src 'none'; base-uri 'none'; ` +
        "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html",
    );
  });

  it('gives every page another nonce', async () => {
    const [one, two] = [await get('app://console/'), await get('app://console/')];
    expect(one.headers['content-security-policy']).not.toBe(two.headers['content-security-policy']);
  });
});
