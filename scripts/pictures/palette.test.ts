import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { withPalette } from './palette.ts';

const chunk = (name: string, data: Buffer) => {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(Buffer.concat([Buffer.from(name), data])));
  return Buffer.concat([length, Buffer.from(name), data, sum]);
};

/** Two by two pixels of RGB, the second row filtered as given. */
function picture(filter: number, row: number[]): Buffer {
  const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
  const rows = Buffer.from([0, 10, 20, 30, 40, 50, 60, filter, ...row]);
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks]);
}

/** Colours by pixel. */
function pixelsOf(png: Buffer): string[] {
  const start = (name: string) => png.indexOf(name) + 4;
  const palette = png.subarray(start('PLTE'));
  const rows = inflateSync(png.subarray(start('IDAT')));
  return [1, 2, 4, 5].map((at) => {
    const index = (rows[at] ?? 0) * 3;
    return palette.subarray(index, index + 3).toString('hex');
  });
}

it.each([
  [0, [1, 2, 3, 40, 50, 60]],
  [1, [1, 2, 3, 39, 48, 57]],
  [2, [247, 238, 229, 0, 0, 0]],
  [3, [252, 248, 244, 20, 24, 29]],
  [4, [247, 238, 229, 0, 30, 30]],
])('keeps every pixel of a picture of few colours, filtered in way %i', (filter, row) => {
  const pixels = pixelsOf(withPalette(picture(filter, row)));
  expect(pixels).toEqual(['0a141e', '28323c', '010203', '28323c']);
});

it('refuses what Chromium does not write', () => {
  const png = picture(0, [0, 0, 0, 0, 0, 0]);
  png[25] = 3;
  expect(() => withPalette(png)).toThrow('another kind of PNG');
});
