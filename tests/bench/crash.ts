import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { startBareHost } from './bare-host.ts';
import { aDataFolder, type BenchProfile } from './bench-console.ts';
import { type Figure, figure, median } from './figures.ts';
import { type Flood, startFlood } from './flood.ts';

const rounds = 20;
const perSecond = 10_000;
/** Milliseconds of the flood before the host is killed: so long, and up to half a second more. */
const enough = 1000;

interface Crash {
  /** From the moment when the last message that is in the journal was sent, until the host was killed. */
  lostMilliseconds: number;
  /** Messages that are missing before that one. */
  missing: number;
  integrity: string;
  /** What the host had to say when it was started. */
  notices: string[];
}

/** `kill -9` in the middle of a flood, again and again on the same data. */
export async function measureCrashes(): Promise<Figure[]> {
  const flood = await startFlood('websocket');
  const profile: BenchProfile = { id: randomUUID(), name: 'Bench', service: 'websocket', url: flood.url };
  const folder = await aDataFolder([profile]);
  const crashes: Crash[] = [];
  for (let round = 1; round <= rounds; round++) {
    const crash = await crashOnce(folder, profile, flood);
    const { lostMilliseconds, missing, integrity, notices } = crash;
    console.log(
      `  ${round}: ${lostMilliseconds.toFixed(0)} ms lost, ${missing} missing, ${integrity} ${notices.join(' ')}`,
    );
    crashes.push(crash);
  }
  flood.stop();
  await rm(folder, { recursive: true, force: true });
  const lost = crashes.map(({ lostMilliseconds }) => lostMilliseconds);
  const unsound = crashes.filter(({ integrity }) => integrity !== 'ok').length;
  const asking = crashes.filter(({ notices }) => notices.length > 0).length;
  return [
    figure('crash: lost of the end, median', median(lost), 'ms'),
    figure('crash: lost of the end, most', Math.max(...lost), 'ms', { most: 250 }),
    figure('crash: missing before the end', Math.max(...crashes.map(({ missing }) => missing)), 'count', { most: 0 }),
    figure('crash: files that are not sound', unsound, 'count', { most: 0 }),
    figure('crash: starts with a notice', asking, 'count', { most: 0 }),
  ];
}

async function crashOnce(folder: string, profile: BenchProfile, flood: Flood): Promise<Crash> {
  const host = await startBareHost(folder);
  const { notices } = await host.request('app:snapshot', {});
  const connected = flood.connected(1);
  await host.request('connection:open', { profile: profile.id, secrets: {} });
  await connected;
  const before = lastEntry(folder);
  await flood.order({ count: perSecond * 2, perSecond });
  await setTimeout(enough + Math.random() * 500);
  const killed = await host.kill();
  // Until then it sends to nobody.
  await setTimeout(1000);
  return { ...readCrash(folder, before, killed), notices };
}

function lastEntry(folder: string): number {
  const database = new DatabaseSync(join(folder, 'journal.sqlite'), { readOnly: true });
  const found = database.prepare('select max(id) as last from entry').get();
  database.close();
  return Number(found?.last ?? 0);
}

function readCrash(folder: string, before: number, killed: number): Omit<Crash, 'notices'> {
  const database = new DatabaseSync(join(folder, 'journal.sqlite'));
  const integrity = String(database.prepare('pragma integrity_check').get()?.integrity_check);
  const messages = database
    .prepare(`select args from entry where id > ? and direction = 'in' order by id`)
    .all(before)
    .map(({ args }) => String(args).replaceAll('\\"', '"'));
  database.close();
  const valuesOf = (pattern: RegExp) => messages.flatMap((text) => pattern.exec(text)?.[1] ?? []).map(Number);
  const numbers = valuesOf(/message (\d+) /);
  const sent = valuesOf(/"sent":(\d+)/).at(-1) ?? 0;
  const missing = (numbers.at(-1) ?? -1) + 1 - new Set(numbers).size;
  return { lostMilliseconds: Math.max(0, killed - sent), missing, integrity };
}
