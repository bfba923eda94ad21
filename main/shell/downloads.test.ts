import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session } from 'electron';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { saveDownloads } from './downloads.ts';

const folder = mkdtempSync(join(tmpdir(), 'downloads-'));
afterAll(() => rmSync(folder, { recursive: true }));

function download(session: Session, url: string, name: string) {
  const preventDefault = vi.fn();
  const setSavePath = vi.fn();
  const item = { getURL: () => url, getFilename: () => name, setSavePath };
  (session as unknown as { begin(event: unknown, item: unknown): void }).begin({ preventDefault }, item);
  return { refused: preventDefault.mock.calls.length > 0, path: setSavePath.mock.calls[0]?.[0] };
}

function aSession(): Session {
  const session = {
    on: (_name: string, listener: unknown) => Object.assign(session, { begin: listener }),
  };
  return session as unknown as Session;
}

describe('downloads', () => {
  it('saves what the page made, and each under a name of its own', () => {
    const session = aSession();
    saveDownloads(session, folder);
    writeFileSync(join(folder, 'there.json'), '');
    expect(download(session, 'blob:app://console/1', 'a.json')).toEqual({
      refused: false,
      path: join(folder, 'a.json'),
    });
    expect(download(session, 'blob:app://console/2', 'a.json').path).toBe(join(folder, 'a (2).json'));
    expect(download(session, 'blob:app://console/3', 'there.json').path).toBe(join(folder, 'there (2).json'));
  });

  it.each(['https://example.com/a.exe', 'data:text/plain,x', 'file:///etc/passwd', 'blob:https://example.com/1'])(
    'refuses %s',
    (url) => {
      const session = aSession();
      saveDownloads(session, folder);
      expect(download(session, url, 'a.exe')).toEqual({ refused: true, path: undefined });
    },
  );
});
