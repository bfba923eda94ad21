import { mkdirSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { findBrowser } from './browser.ts';

// Draws resources/icon.svg as PNG in the sizes that the three systems want. Run after a change to the SVG.

const sizes = [16, 32, 48, 64, 128, 256, 512];
const svg = readFileSync('resources/icon.svg', 'base64');
mkdirSync('resources/icons', { recursive: true });
const browser = await chromium.launch(await findBrowser());
const page = await browser.newPage();

async function draw(size: number, path: string): Promise<void> {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body { margin: 0 } img { display: block }</style><img width="${size}" height="${size}" src="data:image/svg+xml;base64,${svg}">`,
  );
  await page.screenshot({ path, omitBackground: true });
}

for (const size of sizes) await draw(size, `resources/icons/${size}x${size}.png`);
// electron-builder makes the .icns and the .ico out of this one.
await draw(1024, 'resources/icon.png');
await browser.close();
