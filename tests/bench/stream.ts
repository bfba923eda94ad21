import { randomUUID } from 'node:crypto';
import { aDataFolder, type BenchConsole, type BenchProfile, connectAll, openConsole } from './bench-console.ts';
import { type Figure, figure, quantile } from './figures.ts';
import { startFlood } from './flood.ts';
import { readJournal } from './journal-check.ts';
import { watchPage } from './watch-page.ts';

interface Stream {
  connections: number;
  /** On each connection. */
  perSecond: number;
  seconds: number;
}

/** 20,000 messages a second for a minute on one connection. */
export const measureFlood = () => measureStream('flood', { connections: 1, perSecond: 20_000, seconds: 60 });

/** Ten connections side by side, 1,000 messages a second each. */
export const measureTen = () => measureStream('ten connections', { connections: 10, perSecond: 1000, seconds: 20 });

async function measureStream(name: string, { connections, perSecond, seconds }: Stream): Promise<Figure[]> {
  const flood = await startFlood('websocket');
  const profiles = Array.from({ length: connections }, (_, index): BenchProfile => {
    return { id: randomUUID(), name: `Bench ${index + 1}`, service: 'websocket', url: flood.url };
  });
  const console = await openConsole(await aDataFolder(profiles));
  await connectAll(console, profiles);
  const before = await console.memory();
  const seen = await watchPage(console.page);
  const count = perSecond * seconds;
  const { began, sent } = await flood.order({ count, perSecond });
  await clickUntil(console, sent);
  const { frames, interactions } = await seen();
  const late = Date.now() - (await sent);
  const took = (await sent) - began;
  await untilQuiet(console, profiles, count);
  const after = await console.memory();
  flood.stop();
  await console.quit();
  const kept = readJournal(console.folder, count, connections);
  await console.discard();
  const what = (text: string) =>
    `${name}, ${(connections * perSecond).toLocaleString('en')}/s for ${seconds} s: ${text}`;
  return [
    figure(what('frames, 95 %'), quantile(frames, 0.95), 'ms', { most: 20 }),
    figure(what('click to what it shows, 95 %'), quantile([...interactions, 0], 0.95), 'ms', { most: 100 }),
    figure(what('lost'), kept.lost, 'count', { most: 0 }),
    figure(what('out of order'), kept.outOfOrder, 'count', { most: 0 }),
    figure(what('time to send it ÷ planned'), took / (seconds * 1000), 'ratio', { most: 1.05 }),
    figure(what('last click after the end'), late, 'ms'),
    figure(what('page memory, end − start'), after.page - before.page, 'megabytes', { most: 50e6 }),
    figure(what('main memory, start'), before.main, 'megabytes'),
    figure(what('main memory, end'), after.main, 'megabytes'),
  ];
}

/** Opens and closes panes by the pointer, all the time. */
async function clickUntil(console: BenchConsole, end: Promise<unknown>): Promise<void> {
  let over = false;
  void end.then(() => {
    over = true;
  });
  const button = console.tile('Bench 1').getByRole('button', { name: 'Directory', exact: true });
  while (!over) {
    await button.click();
    await console.page.waitForTimeout(500);
  }
}

/** The log of the last tile counts everything. */
async function untilQuiet(console: BenchConsole, profiles: readonly BenchProfile[], count: number): Promise<void> {
  const name = profiles.at(-1)?.name ?? '';
  await console.page.waitForFunction(
    ([name, count]) => {
      const grid = document.querySelector(
        `[role=region][aria-label="${name}"] [role=grid], section[aria-label="${name}"] [role=grid]`,
      );
      return Number(grid?.getAttribute('aria-rowcount')) > count;
    },
    [name, count] as const,
    { timeout: 120_000 },
  );
}
