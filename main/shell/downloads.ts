import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Session } from 'electron';
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

/** `report.json`, or `report (2).json` where that is taken; never outside the folder, whatever the name. */
export function freePath(folder: string, name: string, taken: (path: string) => boolean): string {
  const safe = name.replace(/[/\\:*?"<>|\p{Cc}\p{Cf}]/gu, '_').replace(/^\.+/, '_') || 'file';
  const dot = safe.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [safe.slice(0, dot), safe.slice(dot)] : [safe, ''];
  let path = join(folder, safe);
  for (let copy = 2; taken(path); copy++) path = join(folder, `${stem} (${copy})${ending}`);
  return path;
}
