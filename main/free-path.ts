import { join } from 'node:path';

/** `report.json`, or `report (2).json` where that is taken; never outside the folder, whatever the name. */
export function freePath(folder: string, name: string, taken: (path: string) => boolean): string {
  const safe = name.replace(/[/\\:*?"<>|\p{Cc}\p{Cf}]/gu, '_').replace(/^\.+/, '_') || 'file';
  const dot = safe.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [safe.slice(0, dot), safe.slice(dot)] : [safe, ''];
  let path = join(folder, safe);
  for (let copy = 2; taken(path); copy++) path = join(folder, `${stem} (${copy})${ending}`);
  return path;
}
