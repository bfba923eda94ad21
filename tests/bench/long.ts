import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Page } from '@playwright/test';
import { openJournal } from '../../main/journal/journal.ts';
import { silent } from '../../main/journal/silent.fixture.ts';
import { logOf } from '../journeys/console-page.ts';
import { aDataFolder, type BenchConsole, type BenchProfile, openConsole } from './bench-console.ts';
import { type Figure, figure, median, quantile } from './figures.ts';
import { watchPage } from './watch-page.ts';

const count = 1_000_000;
const name = `a journal of ${count.toLocaleString('en')}`;
const rounds = 5;

/** Opening, scrolling, filtering and exporting a long journal. */
export async function measureLong(): Promise<Figure[]> {
  const profile: BenchProfile = { id: randomUUID(), name: 'Bench', service: 'websocket', url: 'ws://127.0.0.1:1/' };
  const folder = await aDataFolder([profile]);
  await fillJournal(folder, profile.id);
  const opened = performance.now();
  const console = await openConsole(folder);
  await untilCounted(console);
  const started = performance.now() - opened;
  const figures = [
    figure(`${name}: tile shown to last row and count shown`, await reopen(console), 'ms', { most: 1000 }),
    figure(`${name}: console started with it`, started, 'ms'),
    ...(await measureScrolling(console)),
    ...(await measureFilters(console)),
    figure(`${name}: page memory`, (await console.memory()).page, 'megabytes', { most: 150e6 }),
  ];
  figures.push(...(await measureExport(console)));
  await console.quit();
  await console.discard();
  return figures;
}

async function fillJournal(folder: string, profile: string): Promise<void> {
  const troubled = (notice: string) => Promise.reject(new Error(notice));
  const worker = join(import.meta.dirname, '../../main/journal/worker.ts');
  const { journal } = await openJournal({ folder, worker, on: { ...silent, troubled } });
  for (let number = 0; number < count; number++) {
    const availability = number % 1000 === 7 ? 'dnd' : 'online';
    const body = { availability, number, text: `message ${number} ${'x'.repeat(100)}` };
    journal.append(profile, {
      direction: 'in',
      kind: number % 10 === 0 ? 'presence' : 'message',
      args: [{ type: 'message', body }],
      from: `user-${number % 50}@example.org`,
      to: 'me@example.org',
      ...(number % 4 < 2 && { exchange: `exchange-${number >> 2}` }),
    });
    if (number % 5000 === 0) await journal.flush();
  }
  await journal.close();
}

/** Closes the tile and opens it again; milliseconds from the click to the true count and the last row. */
async function reopen({ page }: BenchConsole): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await page.getByRole('button', { name: 'Close the tile of Bench' }).click();
    const took = untilLastRow(page, '');
    await page.getByRole('treeitem', { name: /^Bench/ }).click();
    times.push(await took);
  }
  return median(times);
}

async function untilCounted({ page }: BenchConsole): Promise<void> {
  await page.waitForFunction(
    (count) => Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount')) > count,
    count,
    { timeout: 60_000 },
  );
}

/** Milliseconds in the page from the next pointer press or input to a last row that holds the text and is not coming. */
function untilLastRow(page: Page, text: string): Promise<number> {
  return page.evaluate(
    (text) =>
      new Promise<number>((resolve) => {
        let began = 0;
        const before = document.querySelector('[role=grid] [data-index]');
        const begin = () => {
          began = performance.now();
        };
        for (const type of ['click', 'input']) addEventListener(type, begin, { once: true, capture: true });
        const look = (now: number) => {
          const row = [...document.querySelectorAll('[role=grid] [data-index]')].at(-1);
          if (began > 0 && row && row !== before && row.textContent.includes(text)) return resolve(now - began);
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    text,
  );
}

/** Drags through the whole log, and waits at places for their rows. */
async function measureScrolling(console: BenchConsole): Promise<Figure[]> {
  const { page } = console;
  const log = logOf(console.tile('Bench'));
  const seen = await watchPage(page);
  const waits = await log.evaluate(async (grid) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const coming = () => [...grid.querySelectorAll('[role=row]')].some((row) => row.textContent?.trim() === '…');
    const waits: number[] = [];
    for (let step = 0; step < 60; step++) {
      grid.scrollTop = (grid.scrollHeight * ((step * 37) % 60)) / 60;
      const began = performance.now();
      await frame();
      await frame();
      while (coming()) await frame();
      waits.push(performance.now() - began);
    }
    return waits;
  });
  const { frames } = await seen();
  return [
    figure(`${name}: frames while scrolling, 95 %`, quantile(frames, 0.95), 'ms', { most: 20 }),
    figure(`${name}: rows of any place shown, 95 %`, quantile(waits, 0.95), 'ms', { most: 100 }),
  ];
}

async function measureFilters(console: BenchConsole): Promise<Figure[]> {
  const box = console.tile('Bench').getByRole('combobox', { name: 'Filter the log' });
  const figures: Figure[] = [];
  for (const [what, filter, last] of [
    ['a word', 'dnd', 'dnd'],
    ['a JSON path', 'body.availability="dnd"', 'dnd'],
    ['a regular expression', '/message \\d*7007 /', '7007 '],
  ] as const) {
    const first: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const shown = untilLastRow(console.page, last);
      await box.fill(filter);
      await console.page.keyboard.press('Enter');
      first.push(await shown);
      await box.fill('');
      await console.page.keyboard.press('Enter');
      await untilCounted(console);
    }
    figures.push(figure(`${name}, filter by ${what}: first hits shown`, median(first), 'ms', { most: 100 }));
  }
  return figures;
}

/** All of it as NDJSON, without persons and secrets, while its log is in sight. */
async function measureExport(console: BenchConsole): Promise<Figure[]> {
  const { page } = console;
  await page.getByRole('button', { name: 'More for Bench' }).click();
  await page.getByRole('menuitem', { name: /^Export the log/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  const seen = await watchPage(page);
  const began = performance.now();
  await dialog.getByRole('button', { name: 'Save…' }).click();
  const done = dialog.getByRole('button', { name: 'Done' });
  const memory: number[] = [];
  while (!(await done.isVisible())) {
    await page.waitForTimeout(1000);
    memory.push(await console.resident());
  }
  const took = performance.now() - began;
  const { frames } = await seen();
  await done.click();
  const quarter = Math.floor(memory.length / 4);
  const growth = median(memory.slice(-quarter)) / median(memory.slice(quarter, 2 * quarter));
  return [
    figure(
      `${name}, export: bare copy of its rows ÷ redacted NDJSON`,
      (await copyBare(console.folder)) / took,
      'ratio',
    ),
    figure(`${name}, export: frames meanwhile, 95 %`, quantile(frames, 0.95), 'ms', { most: 20 }),
    figure(`${name}, export: main memory, last quarter ÷ second`, growth, 'ratio', { most: 1.1 }),
  ];
}

/** Milliseconds to write all rows as JSON by nothing but SQLite and a stream. */
async function copyBare(folder: string): Promise<number> {
  const database = new DatabaseSync(join(folder, 'journal.sqlite'), { readOnly: true });
  const rows = database.prepare('select * from entry').iterate();
  const lines = (function* () {
    for (const row of rows) yield `${JSON.stringify(row)}\n`;
  })();
  const began = performance.now();
  await pipeline(Readable.from(lines), createWriteStream(join(folder, 'bare.ndjson')));
  const took = performance.now() - began;
  database.close();
  return took;
}
