import { type Profile, type ProfileFile, profileFile, type TextFile } from '../../preload/contract/index.ts';

/** A profile as a file to share: sorted keys and one value a line, so that version control shows what changed. */
export function writeProfileFile(profile: Profile): TextFile {
  const { service, name, folder, settings } = profile;
  const file: ProfileFile = { patchbay: 'profile', version: 1, service, name, folder, settings: sorted(settings) };
  return { name: `${fileName(name)}.json`, text: `${JSON.stringify(file, null, 2)}\n` };
}

/** Throws an Error that says in plain words why the text is not a profile. */
export function readProfileFile(text: string): ProfileFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`It is not JSON: ${(error as Error).message}.`);
  }
  const parsed = profileFile.safeParse(json);
  if (parsed.success) return parsed.data;
  if (typeof json === 'object' && json !== null && 'patchbay' in json && json.patchbay === 'profile') {
    const [first] = parsed.error.issues;
    throw new Error(`It is a profile, but “${first?.path.join('.')}” is not as expected: ${first?.message}.`);
  }
  throw new Error('It is not a Patchbay profile.');
}

function sorted<Value>(record: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function fileName(name: string): string {
  return (
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^\w.-]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '')
      .toLowerCase()
      .slice(0, 80) || 'profile'
  );
}
