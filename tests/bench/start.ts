import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findSeat } from '../../scripts/electron-seat.ts';
import { type Figure, figure, median } from './figures.ts';

/** Starting Electron with the console, against an empty window in the same run; nothing where there is no Electron. */
export async function measureStart(): Promise<Figure[]> {
  const seat = findSeat();
  if ('missing' in seat) {
    console.log(`start: not measured: ${seat.missing}`);
    return [];
  }
  const command = [...seat.prefix, process.execPath, join('tests', 'bench', 'start-times.ts')];
  const [file, ...args] = command as [string, ...string[]];
  const { stdout, stderr, status } = spawnSync(file, args, { cwd: seat.at, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const times = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { empty: number[]; console: number[] };
  const ratios = times.console.map((time, round) => time / (times.empty[round] ?? Number.NaN));
  return [figure('start: the console ÷ an empty window', median(ratios), 'ratio', { most: 1.5 })];
}
