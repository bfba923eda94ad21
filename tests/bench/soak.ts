import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { buildIfStale } from '../../scripts/fresh.ts';
import { aDataFolder, type BenchConsole, type BenchProfile, connectAll, openConsole } from './bench-console.ts';
import { figure, median, printFigures } from './figures.ts';
import { startFlood } from './flood.ts';
import { readJournal } from './journal-check.ts';

// `npm run soak`: memory of both processes while 2,000 messages a second come for half an hour; `--minutes 5`, `--per-second`.

const { values } = parseArgs({ options: { minutes: { type: 'string' }, 'per-second': { type: 'string' } } });
const minutes = Number(values.minutes ?? 30);
const perSecond = Number(values['per-second'] ?? 2000);
const count = perSecond * minutes * 60;
/** In bytes; `resident`: of the main process, garbage included. */
type Memory = Awaited<ReturnType<BenchConsole['memory']>> & { resident: number };
/** Of the whole: it warms up first, and its ends are compared. */
const part = Math.max(1, Math.floor(minutes / 6));

buildIfStale();
const flood = await startFlood('websocket');
const profile: BenchProfile = { id: randomUUID(), name: 'Bench', service: 'websocket', url: flood.url };
const bench = await openConsole(await aDataFolder([profile]));
await connectAll(bench, [profile]);
const { sent } = await flood.order({ count, perSecond });
const samples: Memory[] = [];
for (let minute = 1; minute <= minutes; minute++) {
  const sample = await watchMinute();
  samples.push(sample);
  const [main, resident, page] = [sample.main, sample.resident, sample.page].map((bytes) => (bytes / 1e6).toFixed(0));
  console.log(`minute ${minute}: main process ${main} MB (${resident} MB before a collection), page ${page} MB`);
}
await sent;
await bench.page.waitForFunction(
  (count) => Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount')) > count,
  count,
  { timeout: 120_000 },
);
flood.stop();
await bench.quit();
const { lost, outOfOrder } = readJournal(bench.folder, count);
await bench.discard();

/** The medians of some samples: SQLite's and V8's own rooms make single ones go up and down. */
async function watchMinute(): Promise<Memory> {
  const some: Memory[] = [];
  for (let second = 0; second < 60; second += 10) {
    await bench.page.waitForTimeout(10_000);
    some.push({ resident: await bench.resident(), ...(await bench.memory()) });
  }
  const middle = (of: keyof Memory) => median(some.map((sample) => sample[of]));
  return { main: middle('main'), page: middle('page'), resident: middle('resident') };
}

const early = samples.slice(part, 2 * part);
const late = samples.slice(-part);
const growth = (of: keyof Memory) => median(late.map((s) => s[of])) / median(early.map((s) => s[of]));
const what = (text: string) => `${perSecond.toLocaleString('en')}/s for ${minutes} minutes: ${text}`;
printFigures([
  figure(what('main process, late ÷ early'), growth('main'), 'ratio', { most: 1.1 }),
  figure(what('main process before a collection, late ÷ early'), growth('resident'), 'ratio'),
  figure(what('page, late ÷ early'), growth('page'), 'ratio', { most: 1.1 }),
  figure(what('lost'), lost, 'count', { most: 0 }),
  figure(what('out of order'), outOfOrder, 'count', { most: 0 }),
]);
