import { cpus, loadavg } from 'node:os';
import { buildIfStale } from '../../scripts/fresh.ts';
import { measureCapture } from './capture.ts';
import { measureCrashes } from './crash.ts';
import { measureEnvelopes } from './envelopes.ts';
import { type Figure, printFigures } from './figures.ts';
import { measureLarge } from './large.ts';
import { measureLong } from './long.ts';
import { measureStart } from './start.ts';
import { measureFlood, measureTen } from './stream.ts';

// `npm run bench`: one table of what the console can take. Chapters by name: `npm run bench -- capture flood`.

const chapters: Record<string, () => Promise<Figure[]>> = {
  envelopes: measureEnvelopes,
  capture: measureCapture,
  flood: measureFlood,
  ten: measureTen,
  long: measureLong,
  large: measureLarge,
  crash: measureCrashes,
  start: measureStart,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(chapters, name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}. There is: ${Object.keys(chapters).join(', ')}.`);
  process.exit(2);
}

buildIfStale();
console.log(`Machine: ${cpus().length} × ${cpus()[0]?.model}, ${process.platform}, Node ${process.version}`);
// The console takes every core it can get: what else runs lowers its figures.
console.log(`Load before: ${loadavg()[0]?.toFixed(1)}`);
console.log(`Command: npm run bench${asked.map((name) => ` ${name}`).join('')}`);
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(chapters)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`… ${name}`);
  figures.push(...(await measure()));
}
printFigures(figures);
