import { cpus, loadavg } from 'node:os';
import { buildIfStale } from '../../scripts/fresh.ts';
import { type ConsoleRun, receiveInConsole } from './console-run.ts';
import { median, printRow, quantile } from './figures.ts';
import { receiveBare } from './flood.ts';

// `npm run bench`: how fast the console takes a flood, against the bare client library in the same run.

const count = 100_000;
const rounds = 3;

buildIfStale();
const ratios: number[] = [];
const frames: number[] = [];
console.log(`Machine: ${cpus().length} × ${cpus()[0]?.model}, ${process.platform}, Node ${process.version}`);
// The console takes every core it can get, the bare client one: what else runs lowers the ratio.
console.log(`Load before: ${loadavg()[0]?.toFixed(1)}`);
console.log(`Command: npm run bench, ${count.toLocaleString('en')} messages a round`);
printRow('round', 'bare msgs/s', 'console msgs/s', 'ratio', 'lost', 'out of order');
for (let round = 1; round <= rounds; round++) {
  const bare = await receiveBare(count);
  const run = await receiveInConsole(count);
  ratios.push(bare / run.took);
  frames.push(...run.frames);
  printRound(round, bare, run);
}
console.log(`Median ratio: ${median(ratios).toFixed(2)} (bar: 0.80)`);
const [p50, p95, max] = [0.5, 0.95, 1].map((part) => `${quantile(frames, part).toFixed(1)} ms`);
console.log(`Frames of the page meanwhile: p50 ${p50}, p95 ${p95}, max ${max}`);

function printRound(round: number, bare: number, { took, kept }: ConsoleRun): void {
  const rate = (milliseconds: number) => Math.round((count / milliseconds) * 1000).toLocaleString('en');
  printRow(round, rate(bare), rate(took), (bare / took).toFixed(2), kept.lost, kept.outOfOrder);
}
