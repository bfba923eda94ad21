import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { FakeClock } from './clock.fixture.ts';
import type { Playback } from './playback.ts';
import { Player } from './player.ts';
import { openTape } from './tape.ts';

/** For tests: what an entry of a tape is made of; a millisecond after the one before, unless it says when. */
export interface Line {
  direction: 'in' | 'out' | 'note';
  kind: string;
  args: readonly unknown[];
  at?: number;
  exchange?: string;
  marks?: string[];
  binaries?: { path: (string | number)[]; base64: string }[];
}

export const start = 1_790_000_000_000;

/** Text of an exported journal; texts among the entries are lines as they are. */
export function tapeText(service: string, entries: readonly (Line | string)[]): string {
  const head = { patchbay: 'journal', version: 1, profiles: [{ name: 'Recorded', service }] };
  const lines = entries.map((entry, index) =>
    typeof entry === 'string' ? entry : JSON.stringify({ id: index + 1, at: start + index, ...entry }),
  );
  return `${[JSON.stringify(head), ...lines].join('\n')}\n`;
}

/** A file that is gone after the test. */
export async function tapeFile(service: string, entries: readonly (Line | string)[]): Promise<string> {
  return fileOf(tapeText(service, entries));
}

export async function fileOf(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tape-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'tape.ndjson');
  await writeFile(file, text);
  return file;
}

/** Plays to an emulator's clients without waiting; time stands still, and a paused tape waits for its commands. */
export async function aPlayer(
  { playback }: { playback: Playback },
  service: string,
  entries: readonly (Line | string)[],
  options: Partial<Pick<ConstructorParameters<typeof Player>[0], 'speed' | 'paused'>> = {},
): Promise<{ player: Player; clock: FakeClock }> {
  const tape = await openTape(await tapeFile(service, entries), service);
  const clock = new FakeClock();
  const given = { speed: 'full', longestSilence: null, paused: false, changed: () => {}, ...options } as const;
  const player = new Player({ ...given, tape, playback, clock });
  onTestFinished(() => player.stop());
  await player.ready();
  return { player, clock };
}
