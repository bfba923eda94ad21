import { existsSync, mkdirSync } from 'node:fs';
import type { Session } from 'electron';
import { freePath } from '../free-path.ts';
import { pageUrl } from './page.ts';

/**
 * Puts files that the page made into `folder`, each under a name of its own, as a browser does. Nothing else may be
 * downloaded: no file is fetched from a network.
 */
export function saveDownloads(session: Session, folder: string): void {
  const ours = `blob:${new URL(pageUrl()).protocol}//`;
  /** Two downloads may begin before the first file exists. */
  const taken = new Set<string>();
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(ours)) {
      event.preventDefault();
      return;
    }
    mkdirSync(folder, { recursive: true });
    const path = freePath(folder, item.getFilename(), (path) => taken.has(path) || existsSync(path));
    taken.add(path);
    item.setSavePath(path);
  });
}
