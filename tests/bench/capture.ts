import { randomUUID } from 'node:crypto';
import { aDataFolder, type BenchProfile, connectAll, openConsole } from './bench-console.ts';
import { type Figure, figure, median } from './figures.ts';
import { receiveBare, startFlood } from './flood.ts';
import { type Transport, transports } from './flood-transports.ts';
import { type Kept, readJournal } from './journal-check.ts';
import { untilShown } from './watch-page.ts';

const count = 100_000;
const rounds = 3;

/** How fast the console captures, journals and shows a flood, against the bare client library just before. */
export async function measureCapture(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const transport of transports) figures.push(...(await measureTransport(transport)));
  return figures;
}

async function measureTransport(transport: Transport): Promise<Figure[]> {
  const ratios: number[] = [];
  const kept: Kept[] = [];
  for (let round = 1; round <= rounds; round++) {
    const bare = await receiveBare(transport, count);
    const console = await receiveInConsole(transport);
    ratios.push(bare / console.took);
    kept.push(console.kept);
  }
  return [
    figure(`capture, ${transport}: bare client ÷ console`, median(ratios), 'ratio', { least: 0.8 }),
    figure(`capture, ${transport}: lost`, Math.max(...kept.map(({ lost }) => lost)), 'count', { most: 0 }),
    figure(`capture, ${transport}: out of order`, Math.max(...kept.map((each) => each.outOfOrder)), 'count', {
      most: 0,
    }),
  ];
}

/** Milliseconds from the first message sent to the frame that shows the last one. */
async function receiveInConsole(transport: Transport): Promise<{ took: number; kept: Kept }> {
  const flood = await startFlood(transport);
  const profile: BenchProfile = { id: randomUUID(), name: 'Bench', service: transport, url: flood.url };
  const console = await openConsole(await aDataFolder([profile]));
  await connectAll(console, [profile]);
  const shown = untilShown(console.page, count);
  const { began } = await flood.order({ count, perSecond: null });
  const took = (await shown) - began;
  flood.stop();
  await console.quit();
  const kept = readJournal(console.folder, count);
  await console.discard();
  return { took, kept };
}
