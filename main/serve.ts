import { randomBytes } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, isAbsolute, join, relative } from 'node:path';

export interface Served {
  status: 200 | 404 | 405;
  headers: Record<string, string>;
  body: Buffer | string;
}

/** What the renderer is made of; nothing else is served. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * Answers a request for a file of the built renderer. `connect` is the only address the page may talk to, as a CSP
 * source. Every page gets a nonce of its own for the styles that the JSON editor writes, and finds it in
 * `<meta name="csp-nonce">`.
 */
export async function serveRenderer(
  folder: string,
  request: { method: string; url: string },
  connect: string,
): Promise<Served> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refused(405, 'Only reading is allowed here.', { allow: 'GET, HEAD' });
  }
  const file = await locate(folder, request.url);
  const type = file === undefined ? undefined : types[extname(file)];
  if (file === undefined || type === undefined) return refused(404, 'There is no such file.');
  const nonce = randomBytes(18).toString('base64');
  const content = await readFile(file);
  const page = type.startsWith('text/html');
  const body = page ? withNonce(content.toString(), nonce) : content;
  const headers = {
    ...common,
    'content-type': type,
    // Names under assets/ carry a hash of their content.
    'cache-control': page ? 'no-store' : 'max-age=31536000, immutable',
    'content-security-policy': policy(connect, nonce),
  };
  return { status: 200, headers, body: request.method === 'HEAD' ? '' : body };
}

const common = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

export function policy(connect: string, nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types svelte-trusted-html',
  ].join('; ');
}

function refused(status: 404 | 405, text: string, more: Record<string, string> = {}): Served {
  const headers = {
    ...common,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'",
    ...more,
  };
  return { status, headers, body: text };
}

function withNonce(html: string, nonce: string): string {
  return html.replace('<head>', `<head>\n    <meta name="csp-nonce" content="${nonce}" />`);
}

/** The file that a URL names, if it lies in the folder after every link was followed. */
async function locate(folder: string, url: string): Promise<string | undefined> {
  const path = pathOf(url);
  if (path === undefined) return undefined;
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, path === '/' ? 'index.html' : path));
    const inside = relative(root, file);
    if (inside.startsWith('..') || isAbsolute(inside)) return undefined;
    return (await stat(file)).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}

function pathOf(url: string): string | undefined {
  try {
    const path = decodeURIComponent(new URL(url, 'http://console').pathname);
    // A percent sign left after decoding was encoded twice; a backslash is a separator on Windows.
    return /[\0\\%:]|(^|\/)\.\.(\/|$)/.test(path) ? undefined : path;
  } catch {
    return undefined;
  }
}
