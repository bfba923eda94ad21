import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { z } from 'zod';

/** A file of ours on disk: what it holds now, and the only way to change it. */
export interface JsonFile<Value> {
  readonly value: Value;
  /** What the user should know about how it was found: damaged and set aside, or written by a newer version. */
  readonly notice?: string;
  /**
   * Takes effect in `value` at once; resolves when it, or a later value, is on disk; rejects when the disk refuses.
   * Writes nothing when the file was written by a newer version or could not be read.
   */
  save(value: Value): Promise<void>;
}

type Found<Value> = { value: Value; notice?: string; writable: boolean };

/**
 * Reads a JSON file of mode 0600 in a folder of mode 0700 (made if absent), checked by `schema`. A file that is not there, or is
 * damaged, gives `fallback`; its `version` is the one this app writes. Rejects only when the folder cannot be made or
 * a damaged file cannot be set aside.
 */
export async function openJsonFile<Value extends { version: number }>(
  path: string,
  schema: z.ZodType<Value>,
  fallback: Value,
): Promise<JsonFile<Value>> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const { value: first, notice, writable } = await find(path, schema, fallback);
  let value = first;
  let written = Promise.resolve();
  let waiting: Promise<void> | undefined;
  return {
    get value() {
      return value;
    },
    ...(notice === undefined ? {} : { notice }),
    save(next) {
      value = next;
      if (!writable) return Promise.resolve();
      waiting ??= written = written
        .catch(() => {})
        .then(() => {
          waiting = undefined;
          return replaceFile(path, `${JSON.stringify(value, null, 2)}\n`);
        });
      return waiting;
    },
  };
}

async function find<Value extends { version: number }>(
  path: string,
  schema: z.ZodType<Value>,
  fallback: Value,
): Promise<Found<Value>> {
  const name = basename(path);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return { value: fallback, writable: true };
    const notice = `${name} could not be read (${code}). It is left as it is, and changes are not saved.`;
    return { value: fallback, notice, writable: false };
  }
  const json = parse(text);
  const checked = schema.safeParse(json);
  if (checked.success) return { value: checked.data, writable: true };
  if (versionOf(json) > fallback.version) {
    const notice = `${name} was written by a newer version of Patchbay. It is left as it is, and changes are not saved.`;
    return { value: fallback, notice, writable: false };
  }
  const aside = await setAside(path);
  return { value: fallback, notice: `${name} was damaged and was set aside as ${aside}.`, writable: true };
}

/** Renames a damaged file; answers its new name. */
export async function setAside(path: string): Promise<string> {
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(':', '-')}`;
  await rename(path, aside);
  return basename(aside);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function versionOf(json: unknown): number {
  return typeof json === 'object' && json !== null && 'version' in json && typeof json.version === 'number'
    ? json.version
    : 0;
}

/** Writes a file of mode 0600 so that a crash at any moment leaves either the old text or the new one. */
async function replaceFile(path: string, text: string): Promise<void> {
  const fresh = `${path}.new`;
  const file = await open(fresh, 'w', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, path);
}
